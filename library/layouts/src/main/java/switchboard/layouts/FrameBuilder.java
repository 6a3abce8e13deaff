package switchboard.layouts;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import switchboard.net.Slice;

/**
 * Builds one message from the values of its fields. Constants, lengths, item counts and checksums
 * are computed and must not be set. Only one thread may use a builder.
 *
 * <pre>{@code
 * Layout layout = Layout.parse("kind: u8, length: u16 of body, body: text ..1KiB");
 * Frame frame = layout.frame().with("kind", 7).with("body", "hi").build();
 * connection.sink().write(frame.toBytes()).flush();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class FrameBuilder {
  private final Layout layout;
  private final Map<String, FieldValue> given = new HashMap<>();

  FrameBuilder(Layout layout) {
    this.layout = layout;
  }

  /**
   * Sets a number.
   *
   * @param field the name of the field
   * @param value the value. An unsigned 64-bit value from 2^63 on is passed as the negative {@code
   *     long} that {@link Long#parseUnsignedLong} returns
   * @return this builder
   * @throws IllegalArgumentException if the layout has no field of this name, if the field is
   *     computed or is not a number, or if the value is out of range
   */
  public FrameBuilder with(String field, long value) {
    return with(field, new FieldValue.Numeric(value));
  }

  /**
   * Sets the bytes of a field.
   *
   * @param field the name of the field
   * @param content the bytes, which are copied
   * @return this builder
   * @throws IllegalArgumentException if the layout has no field of this name, if the field is not
   *     bytes or text, if the content is too short or too long or contains the delimiter, or if the
   *     field is text and the content is invalid UTF-8
   */
  public FrameBuilder with(String field, byte[] content) {
    Objects.requireNonNull(content, field);
    return with(field, new FieldValue.Raw(Slice.of(content.clone())));
  }

  /**
   * Sets the items of a list.
   *
   * @param field the name of the field
   * @param messages the items in their order; may be empty. Each item is a message of the layout
   *     {@link ListField#element}
   * @return this builder
   * @throws IllegalArgumentException if the layout has no field of this name, if the field is not a
   *     list, if an item has a different layout, or if the items exceed the maximum of the list
   */
  public FrameBuilder with(String field, List<Frame> messages) {
    Objects.requireNonNull(messages, field);
    return with(field, FieldValue.Messages.of(messages));
  }

  /**
   * Sets the text of a field.
   *
   * @param field the name of the field
   * @param text the text, which is encoded in UTF-8
   * @return this builder
   * @throws IllegalArgumentException if the layout has no field of this name, if the field is not
   *     bytes or text, or if the text is too short, is too long, contains the delimiter or has an
   *     unpaired surrogate
   */
  public FrameBuilder with(String field, String text) {
    Objects.requireNonNull(text, field);
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] content = new byte[encoded.remaining()];
      encoded.get(content);
      return with(field, content);
    } catch (CharacterCodingException unpairedSurrogate) {
      throw new IllegalArgumentException(
          "value of '%s' has an unpaired surrogate".formatted(field), unpairedSurrogate);
    }
  }

  /**
   * Sets a value if at least one field of this name can have the value. Several cases of a choice
   * may each contain a field of this name; {@link #build} determines to which of these fields the
   * value belongs.
   */
  private FrameBuilder with(String name, FieldValue what) {
    List<Field> fields = layout.named(name);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException(
          "no field '%s' in the layout (%s)".formatted(name, layout));
    }
    String first = what.rejection(fields.getFirst());
    if (first != null && fields.stream().allMatch(each -> what.rejection(each) != null)) {
      throw new IllegalArgumentException(first);
    }
    given.put(name, what);
    return this;
  }

  /**
   * Builds the message.
   *
   * @return a message with its own copy of the bytes
   * @throws IllegalArgumentException if the value of a field is missing or out of range, or if a
   *     value was set for a field of a case that is not selected
   */
  public Frame build() {
    Frame frame = new MessageWriter(this).frame(layout);
    given.keySet().forEach(each -> requireUsed(each, frame));
    return frame;
  }

  private static void requireUsed(String field, Frame frame) {
    if (!frame.has(field)) {
      throw new IllegalArgumentException(
          "'%s' belongs to another case of a choice; remove its value".formatted(field));
    }
  }

  /**
   * Returns the value that was set for a number; throws an exception if it is missing or invalid.
   */
  long need(NumberField number) {
    if (needed(number) instanceof FieldValue.Numeric(long value)) {
      return value;
    }
    throw new AssertionError(number);
  }

  /**
   * Returns the content that was set for a field; throws an exception if it is missing or invalid.
   */
  Slice need(ContentField own) {
    if (own.isFixed() && own.bytesMin() == 0 && !given.containsKey(own.name())) {
      return Slice.of(new byte[0]);
    }
    if (needed(own) instanceof FieldValue.Content content) {
      return content.bytes();
    }
    throw new AssertionError(own);
  }

  /** Returns the number of items that were set for a list. */
  int needItems(ListField list) {
    if (needed(list) instanceof FieldValue.Messages(List<Frame> messages, _)) {
      return messages.size();
    }
    throw new AssertionError(list);
  }

  private FieldValue needed(Field field) {
    FieldValue found = given.get(field.name());
    if (found == null) {
      throw new IllegalArgumentException("missing value for field '%s'".formatted(field));
    }
    String rejection = found.rejection(field);
    if (rejection != null) {
      throw new IllegalArgumentException(rejection);
    }
    return found;
  }
}
