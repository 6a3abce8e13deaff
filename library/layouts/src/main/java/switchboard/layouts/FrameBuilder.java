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
 * A message to be made. Constants, lengths and sums are not given: they are known. Belongs to one
 * thread.
 */
public final class FrameBuilder {
  private final Layout layout;
  private final Map<String, FieldValue> given = new HashMap<>();

  FrameBuilder(Layout layout) {
    this.layout = layout;
  }

  /**
   * That number; one of 64 bits without a sign as {@link Long#parseUnsignedLong} gives it.
   *
   * @throws IllegalArgumentException when there is no such field to be given, or it can't be that
   */
  public FrameBuilder with(String field, long value) {
    return with(field, new FieldValue.Numeric(value));
  }

  /**
   * Those bytes, which are copied.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, byte[] content) {
    Objects.requireNonNull(content, field);
    return with(field, new FieldValue.Raw(Slice.of(content.clone())));
  }

  /**
   * Those messages of the list that it is, one behind the other; perhaps none.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, List<Frame> messages) {
    Objects.requireNonNull(messages, field);
    return with(field, FieldValue.Messages.of(messages));
  }

  /**
   * That text.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, String text) {
    Objects.requireNonNull(text, field);
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

  /** Which of several fields of that name has to be so is known when all is given. */
  private FrameBuilder with(String name, FieldValue what) {
    List<Field> fields = layout.named(name);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("there is no field '%s' in (%s)".formatted(name, layout));
    }
    String first = what.rejection(fields.getFirst());
    if (first != null && fields.stream().allMatch(each -> what.rejection(each) != null)) {
      throw new IllegalArgumentException(first);
    }
    given.put(name, what);
    return this;
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException when a field was not given what it is to be, or one was given
   *     that this message has not
   */
  public Frame build() {
    Frame frame = new MessageWriter(this).frame(layout);
    given.keySet().forEach(each -> requireUsed(each, frame));
    return frame;
  }

  private static void requireUsed(String field, Frame frame) {
    if (!frame.has(field)) {
      throw new IllegalArgumentException(
          "'%s' is in another case of this message; leave it out".formatted(field));
    }
  }

  /** What a number was given, if it may be that. */
  long need(NumberField number) {
    if (needed(number) instanceof FieldValue.Numeric(long value)) {
      return value;
    }
    throw new AssertionError(number);
  }

  /** What a field was given, if it may be that. */
  Slice need(ContentField own) {
    if (own.isFixed() && own.bytesMin() == 0 && !given.containsKey(own.name())) {
      return Slice.of(new byte[0]);
    }
    if (needed(own) instanceof FieldValue.Content content) {
      return content.bytes();
    }
    throw new AssertionError(own);
  }

  /** Returns how many messages a list was given. */
  int needItems(ListField list) {
    if (needed(list) instanceof FieldValue.Messages(List<Frame> messages, _)) {
      return messages.size();
    }
    throw new AssertionError(list);
  }

  private FieldValue needed(Field field) {
    FieldValue found = given.get(field.name());
    if (found == null) {
      throw new IllegalArgumentException(
          "'%s' was not said; say what it is to be".formatted(field));
    }
    String refusal = found.rejection(field);
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
    return found;
  }
}
