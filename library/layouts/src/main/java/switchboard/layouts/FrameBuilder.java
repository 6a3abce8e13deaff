package switchboard.layouts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/**
 * A message to be made. Constants, lengths and sums are not given: they are known. Belongs to one
 * thread.
 */
public final class FrameBuilder {
  private final Layout layout;
  private final Map<String, Long> numbers = new HashMap<>();
  private final Map<String, byte[]> contents = new HashMap<>();

  FrameBuilder(Layout layout) {
    this.layout = layout;
  }

  /**
   * That number.
   *
   * @throws IllegalArgumentException when there is no such field to be given, or it can't be that
   */
  public FrameBuilder with(String field, long value) {
    if (!(layout.find(field) instanceof NumberField number)) {
      throw wrong(field, "a number");
    }
    if (number.always() != null || number.counts() != null) {
      throw new IllegalArgumentException(
          "'%s' is not to be given: it is known already; leave it out".formatted(number));
    }
    if (!number.coding().holds(value)) {
      throw new IllegalArgumentException(
          "'%s' is from %s, so it can't be %s".formatted(field, number.coding().range(), value));
    }
    numbers.put(field, value);
    return this;
  }

  /**
   * Those bytes, which are copied.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, byte[] content) {
    if (!(layout.find(field) instanceof BytesField bytes)) {
      throw wrong(field, "bytes");
    }
    require(bytes, content);
    contents.put(field, content.clone());
    return this;
  }

  /**
   * That text.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] content = new byte[encoded.remaining()];
      encoded.get(content);
      return with(field, content);
    } catch (CharacterCodingException halfOfASurrogatePair) {
      throw new IllegalArgumentException(
          "'%s' would be no text: it has half a surrogate pair".formatted(field),
          halfOfASurrogatePair);
    }
  }

  private IllegalArgumentException wrong(String field, String given) {
    Field there = layout.find(field);
    return new IllegalArgumentException(
        there == null
            ? "there is no field '%s' in (%s)".formatted(field, layout)
            : "'%s' can't be given %s".formatted(there, given));
  }

  private static void require(BytesField field, byte[] content) {
    String name = "'" + field.name() + "'";
    if (content.length < field.bytesMin() || content.length > field.bytesMax()) {
      throw new IllegalArgumentException(
          "%s has %s to %s bytes, not %s"
              .formatted(name, field.bytesMin(), field.bytesMax(), content.length));
    }
    if (field.isText() && !isText(content)) {
      throw new IllegalArgumentException(
          "%s is text in UTF-8, and these bytes are none".formatted(name));
    }
    // Its own end may begin what is taken for the delimiter too: "-" before "->" and "--".
    byte[] end = field.delimiter();
    byte[] both = Arrays.copyOf(content, content.length + end.length);
    System.arraycopy(end, 0, both, content.length, end.length);
    if (field.isDelimited() && indexOf(end, both) < content.length) {
      throw new IllegalArgumentException(
          "%s ends with %s, and can't have that inside".formatted(name, Names.quoted(end)));
    }
  }

  private static boolean isText(byte[] content) {
    try {
      return !Slice.of(content).text().isEmpty() || content.length == 0;
    } catch (BadTextException notUtf8) {
      return false;
    }
  }

  private static int indexOf(byte[] wanted, byte[] content) {
    for (int at = 0; at <= content.length - wanted.length; at++) {
      if (Arrays.equals(content, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    return content.length;
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException when a field was not given what it is to be, or one was given
   *     that this message has not
   */
  public Frame build() {
    Frame frame = new Writing(this).frame(layout);
    numbers.keySet().forEach(each -> requireUsed(each, frame));
    contents.keySet().forEach(each -> requireUsed(each, frame));
    return frame;
  }

  private static void requireUsed(String field, Frame frame) {
    if (!frame.has(field)) {
      throw new IllegalArgumentException(
          "'%s' is in another case of this message; leave it out".formatted(field));
    }
  }

  /** What a number was given; null if it was not. */
  @Nullable Long given(NumberField number) {
    return numbers.get(number.name());
  }

  long need(NumberField number) {
    Long value = given(number);
    if (value == null) {
      throw missing(number);
    }
    return value;
  }

  byte[] need(BytesField bytes) {
    byte[] content = contents.get(bytes.name());
    if (content == null && bytes.isFixed() && bytes.bytesMin() == 0) {
      return new byte[0];
    }
    if (content == null) {
      throw missing(bytes);
    }
    return content;
  }

  private static IllegalArgumentException missing(Field field) {
    return new IllegalArgumentException("'%s' was not said; say what it is to be".formatted(field));
  }
}
