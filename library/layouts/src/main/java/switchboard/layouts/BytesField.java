package switchboard.layouts;

import java.util.Arrays;
import switchboard.frames.Size;

/** Bytes, or text in UTF-8: so many, as many as a number before counts, or up to a delimiter. */
public final class BytesField extends ContentField {
  private final boolean text;
  private final ContentEnd ending;

  private BytesField(BytesField other, int bytesMin, int bytesMax, ContentEnd ending) {
    this(other.name(), other.offset(), other.text, bytesMin, bytesMax, ending);
  }

  private BytesField(
      String name, int offset, boolean text, int bytesMin, int bytesMax, ContentEnd ending) {
    super(name, offset, bytesMin, bytesMax);
    this.text = text;
    this.ending = ending;
    if (bytesMax != UNLIMITED && bytesMax < bytesMin) {
      throw new IllegalArgumentException(
          "'%s' can't have at least %s and at most %s bytes; exchange them"
              .formatted(name, bytesMin, bytesMax));
    }
  }

  static BytesField of(String name, boolean text) {
    return new BytesField(name, ANYWHERE, text, 0, UNLIMITED, ContentEnd.COUNTED);
  }

  private int bytes(int count, Size unit) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "'%s' has at least 0 bytes, not %s".formatted(name(), count));
    }
    return count == 0 ? 0 : unit.times(count);
  }

  /**
   * The same, always with so many bytes, perhaps none.
   *
   * @throws IllegalArgumentException when there can't be so many
   */
  public BytesField exactly(int count, Size unit) {
    int bytes = bytes(count, unit);
    return new BytesField(this, bytes, bytes, ending);
  }

  /**
   * The same, with at least so many; one that is delimited and shorter is a bad message.
   *
   * @throws IllegalArgumentException when there can't be so many, or the maximum is below
   */
  public BytesField min(int count, Size unit) {
    return new BytesField(this, bytes(count, unit), bytesMax(), ending);
  }

  /**
   * The same, with at most so many; a delimiter is not among them.
   *
   * @throws IllegalArgumentException when there can't be so many, or the minimum is above
   */
  public BytesField max(int count, Size unit) {
    return new BytesField(this, bytesMin(), unit.times(count), ending);
  }

  /**
   * The same, up to a delimiter, which follows it and is nowhere inside.
   *
   * @param end its bytes, which are copied
   * @throws IllegalArgumentException when there are none
   */
  public BytesField until(byte... end) {
    return new BytesField(this, bytesMin(), bytesMax(), ContentEnd.delimiter(end));
  }

  /**
   * The same, to the end of all there is: of the datagram, or of the stream, which has one message
   * then. Nothing can be behind it.
   */
  public BytesField untilEnd() {
    return new BytesField(this, bytesMin(), bytesMax(), ContentEnd.END);
  }

  @Override
  public BytesField at(int offset) {
    return new BytesField(
        name(), FieldSyntax.checked(name(), offset), text, bytesMin(), bytesMax(), ending);
  }

  /** Whether it is text in UTF-8. */
  public boolean isText() {
    return text;
  }

  /** Whether its delimiter would be found before the one that is put behind {@code content}. */
  boolean endsEarly(byte[] content) {
    byte[] delimiter = ending.delimiter();
    byte[] both = Arrays.copyOf(content, content.length + delimiter.length);
    System.arraycopy(delimiter, 0, both, content.length, delimiter.length);
    for (int at = 0; at < content.length; at++) {
      if (Arrays.equals(both, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  ContentEnd ending() {
    return ending;
  }

  @Override
  public String toString() {
    return FieldSyntax.head(this) + (text ? "text " : "bytes ") + sizes() + ending;
  }
}
