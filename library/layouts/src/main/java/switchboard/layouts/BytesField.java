package switchboard.layouts;

import java.util.Arrays;
import switchboard.frames.Size;

/**
 * A field of bytes or of UTF-8 text. The length of the field is fixed, is stored in an earlier
 * number field, or is determined by a delimiter or by the end of the datagram or stream. Immutable.
 *
 * <pre>{@code
 * Layout line = Layout.of(Field.text("line").max(80, Size.BYTES).until((byte) '\n'));
 * }</pre>
 *
 * @since 0.1.0
 */
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
          "the minimum of '%s' (%s bytes) exceeds its maximum (%s bytes); swap them"
              .formatted(name, bytesMin, bytesMax));
    }
  }

  static BytesField of(String name, boolean text) {
    return new BytesField(name, ANYWHERE, text, 0, UNLIMITED, ContentEnd.COUNTED);
  }

  private int bytes(int count, Size unit) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "the size of '%s' must be at least 0 bytes, not %s".formatted(name(), count));
    }
    return count == 0 ? 0 : unit.times(count);
  }

  /**
   * Sets a fixed length.
   *
   * @param count the length in {@code unit}, at least 0
   * @param unit the unit of {@code count}
   * @return a new field
   * @throws IllegalArgumentException if the length is out of range
   */
  public BytesField exactly(int count, Size unit) {
    int bytes = bytes(count, unit);
    return new BytesField(this, bytes, bytes, ending);
  }

  /**
   * Sets the minimum length. Default: 0. If a received field is shorter, reading the message throws
   * an exception: a {@link switchboard.net.BadMessageException} if the field has a delimiter or
   * extends to the end of the datagram or stream, and a {@link
   * switchboard.frames.CorruptStreamException} if an earlier number field contains the length of
   * the field.
   *
   * @param count the minimum in {@code unit}, at least 0
   * @param unit the unit of {@code count}
   * @return a new field
   * @throws IllegalArgumentException if the minimum is out of range or exceeds the maximum
   */
  public BytesField min(int count, Size unit) {
    return new BytesField(this, bytes(count, unit), bytesMax(), ending);
  }

  /**
   * Sets the maximum length. The bytes of a delimiter after the field are not included in this
   * length.
   *
   * @param count the maximum in {@code unit}, at least 1
   * @param unit the unit of {@code count}
   * @return a new field
   * @throws IllegalArgumentException if the maximum is out of range or less than the minimum
   */
  public BytesField max(int count, Size unit) {
    return new BytesField(this, bytesMin(), unit.times(count), ending);
  }

  /**
   * Sets the delimiter, which follows the field and must not occur in the field.
   *
   * @param end the bytes of the delimiter, at least one; they are copied
   * @return a new field
   * @throws IllegalArgumentException if there are no bytes
   */
  public BytesField until(byte... end) {
    return new BytesField(this, bytesMin(), bytesMax(), ContentEnd.delimiter(end));
  }

  /**
   * Makes the field extend to the end of the datagram, or to EOF of the stream. A stream of such
   * messages therefore contains only one message. The field must be the last field of the message.
   *
   * @return a new field
   */
  public BytesField untilEnd() {
    return new BytesField(this, bytesMin(), bytesMax(), ContentEnd.END);
  }

  @Override
  public BytesField at(int offset) {
    return new BytesField(
        name(), FieldSyntax.checked(name(), offset), text, bytesMin(), bytesMax(), ending);
  }

  /** {@return whether the field is UTF-8 text} */
  public boolean isText() {
    return text;
  }

  /**
   * Returns whether {@code content} cannot be written with a delimiter after it, because a reader
   * would find the delimiter too early: at a position inside {@code content}.
   */
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
