package switchboard.layouts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
  private final Map<String, Content> contents = new HashMap<>();

  /**
   * What a field was given.
   *
   * @param messages what it was given as; null if it was as bytes
   */
  private record Content(Slice bytes, @Nullable List<Frame> messages) {}

  FrameBuilder(Layout layout) {
    this.layout = layout;
  }

  /**
   * That number; one of 64 bits without a sign as {@link Long#parseUnsignedLong} gives it.
   *
   * @throws IllegalArgumentException when there is no such field to be given, or it can't be that
   */
  public FrameBuilder with(String field, long value) {
    requireOne(field, each -> refusal(each, value));
    numbers.put(field, value);
    return this;
  }

  /**
   * Those bytes, which are copied.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, byte[] content) {
    Objects.requireNonNull(content, field);
    return with(field, new Content(Slice.of(content.clone()), null));
  }

  private FrameBuilder with(String field, Content content) {
    requireOne(field, each -> refusal(each, content));
    contents.put(field, content);
    return this;
  }

  /**
   * Those messages of the list that it is, one behind the other; perhaps none.
   *
   * @throws IllegalArgumentException when there is no such field, or it can't be that
   */
  public FrameBuilder with(String field, List<Frame> messages) {
    var all = new ByteArrayOutputStream();
    messages.forEach(each -> all.writeBytes(each.toBytes()));
    return with(field, new Content(Slice.of(all.toByteArray()), List.copyOf(messages)));
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

  /** That one field of that name can be so; which one it has to be is known when all is given. */
  private void requireOne(String name, Function<Field, @Nullable String> refusal) {
    List<Field> fields = layout.named(name);
    if (fields.isEmpty()) {
      throw new IllegalArgumentException("there is no field '%s' in (%s)".formatted(name, layout));
    }
    String first = null;
    for (Field each : fields) {
      String no = refusal.apply(each);
      if (no == null) {
        return;
      }
      first = first == null ? no : first;
    }
    throw new IllegalArgumentException(first);
  }

  /** Why a field can't be that number; null if it can. */
  private static @Nullable String refusal(Field field, long value) {
    if (!(field instanceof NumberField number)) {
      return "'%s' can't be given a number".formatted(field);
    }
    if (number.always() != null || number.counts() != null) {
      return "'%s' is not to be given: it is known already; leave it out".formatted(field);
    }
    return number.coding().holds(value)
        ? null
        : "'%s' is from %s, so it can't be %s"
            .formatted(field.name(), number.coding().range(), value);
  }

  private static @Nullable String refusal(Field field, Content content) {
    List<Frame> messages = content.messages;
    return switch (field) {
      case BytesField bytes when messages == null -> refusal(bytes, content.bytes);
      case ListField list when messages != null -> refusal(list, messages, content.bytes.length());
      default -> "'%s' can't be given %s".formatted(field, messages == null ? "bytes" : "messages");
    };
  }

  private static @Nullable String refusal(ListField list, List<Frame> messages, int length) {
    for (Frame each : messages) {
      if (!each.layout().equals(list.element())) {
        return "'%s' can't be given a message of the layout (%s)".formatted(list, each.layout());
      }
    }
    return refusal(list, length);
  }

  private static @Nullable String refusal(ContentField own, int length) {
    return length < own.bytesMin() || length > own.bytesMax()
        ? "'%s' has %s, not %s"
            .formatted(own.name(), Legend.sizes(own.bytesMin(), own.bytesMax()), length)
        : null;
  }

  private static @Nullable String refusal(BytesField bytes, Slice content) {
    String wrong = refusal(bytes, content.length());
    if (wrong != null) {
      return wrong;
    }
    if (bytes.isText() && !isText(content)) {
      return "'%s' is text in UTF-8, and these bytes are none".formatted(bytes.name());
    }
    return bytes.isDelimited() && isInside(bytes.delimiter(), content.toBytes())
        ? "'%s' ends with %s, and can't have that inside"
            .formatted(bytes.name(), Names.quoted(bytes.delimiter()))
        : null;
  }

  private static boolean isText(Slice content) {
    try {
      return !content.text().isEmpty() || content.length() == 0;
    } catch (BadTextException notUtf8) {
      return false;
    }
  }

  /** Whether a delimiter would be found before the one that is put behind. */
  static boolean isInside(byte[] delimiter, byte[] content) {
    byte[] both = Arrays.copyOf(content, content.length + delimiter.length);
    System.arraycopy(delimiter, 0, both, content.length, delimiter.length);
    for (int at = 0; at < content.length; at++) {
      if (Arrays.equals(both, at, at + delimiter.length, delimiter, 0, delimiter.length)) {
        return true;
      }
    }
    return false;
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

  /** What a number was given, if it may be that. */
  long need(NumberField number) {
    Long value = numbers.get(number.name());
    if (value == null) {
      throw missing(number);
    }
    if (isOneOfSeveral(number)) {
      accept(refusal(number, value));
    }
    return value;
  }

  /** What a field was given, if it may be that. */
  Slice need(ContentField own) {
    Content content = contents.get(own.name());
    if (content == null && own.isFixed() && own.bytesMin() == 0) {
      return Slice.of(new byte[0]);
    }
    if (content == null) {
      throw missing(own);
    }
    if (isOneOfSeveral(own)) {
      accept(refusal(own, content));
    }
    return content.bytes;
  }

  /** Whether it was not known which field of that name was given. */
  private boolean isOneOfSeveral(Field field) {
    return layout.named(field.name()).size() > 1;
  }

  private static void accept(@Nullable String refusal) {
    if (refusal != null) {
      throw new IllegalArgumentException(refusal);
    }
  }

  private static IllegalArgumentException missing(Field field) {
    return new IllegalArgumentException("'%s' was not said; say what it is to be".formatted(field));
  }
}
