package switchboard.frames;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.RequiredInput;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Builds a codec of messages of several types, which are distinguished by their first byte, the
 * tag. Each type has a tag, a class, and a codec for the bytes after the tag. Immutable.
 *
 * <pre>{@code
 * Codec<Object> messages =
 *     Codec.tagged()
 *         .with('T', String.class, Codec.lines().max(1, Size.KIB))
 *         .with('B', byte[].class, Codec.lengthPrefixed().max(1, Size.MIB))
 *         .build();
 * }</pre>
 *
 * @param <F> a common supertype of the messages, such as a sealed interface
 * @since 0.1.0
 */
public final class TaggedCodecBuilder<F> {
  private final List<Kind<? extends F>> kinds;

  TaggedCodecBuilder() {
    this(List.of());
  }

  private TaggedCodecBuilder(List<Kind<? extends F>> kinds) {
    this.kinds = kinds;
  }

  private record Kind<G>(int tag, Class<G> type, Codec<G> codec) {
    byte[] encode(Object frame) {
      byte[] content = codec.encode(type.cast(frame));
      byte[] encoded = new byte[Math.addExact(1, content.length)];
      encoded[0] = (byte) tag;
      System.arraycopy(content, 0, encoded, 1, content.length);
      return encoded;
    }
  }

  /**
   * Adds a type of message.
   *
   * @param tag the first byte of the message, 0 to 255
   * @param type the class of the message
   * @param codec reads and writes the bytes after the tag
   * @param <G> the type of the message
   * @return a new builder
   * @throws IllegalArgumentException if the tag is not 0 to 255, if the tag is already used, or if
   *     {@code type} equals, extends or is extended by a class that was added before
   */
  public <G extends F> TaggedCodecBuilder<F> with(int tag, Class<G> type, Codec<G> codec) {
    if (tag < 0 || tag > 255) {
      throw new IllegalArgumentException("a tag must be 0 to 255, not " + tag);
    }
    for (Kind<?> each : kinds) {
      if (each.tag == tag) {
        throw new IllegalArgumentException(
            "tag " + tag + " is already used for " + each.type.getName());
      }
      if (each.type.isAssignableFrom(type) || type.isAssignableFrom(each.type)) {
        throw new IllegalArgumentException(
            type.getName()
                + " and "
                + each.type.getName()
                + " have instances in common, so a message could have two tags");
      }
    }
    var more = new ArrayList<>(kinds);
    more.add(new Kind<>(tag, type, codec));
    return new TaggedCodecBuilder<>(List.copyOf(more));
  }

  /**
   * Builds the codec. Reading an unknown tag throws {@link CorruptStreamException}; encoding an
   * object of an unknown class throws {@link IllegalArgumentException}.
   *
   * @return the codec
   * @throws IllegalArgumentException if no type was added
   */
  public Codec<F> build() {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("a tagged codec requires at least one type of message");
    }
    return new Tagged<>(kinds);
  }

  private record Tagged<F>(List<Kind<? extends F>> kinds) implements Codec<F> {
    @Override
    public @Nullable F read(Source source) throws IOException {
      return RequiredInput.first(source, 1) ? source.atomically(() -> readTagged(source)) : null;
    }

    private F readTagged(Source source) throws IOException {
      Kind<? extends F> kind = kind(source.byteAt(0) & 0xFF);
      source.skip(1);
      F frame = kind.codec.read(source);
      if (frame == null) {
        throw new UnexpectedEofException("the stream ended after the tag " + shown(kind.tag));
      }
      return frame;
    }

    private Kind<? extends F> kind(int tag) throws CorruptStreamException {
      for (Kind<? extends F> each : kinds) {
        if (each.tag == tag) {
          return each;
        }
      }
      throw new CorruptStreamException(
          "unknown tag "
              + shown(tag)
              + "; expected one of "
              + kinds.stream().map(each -> shown(each.tag)).collect(Collectors.joining(", ")));
    }

    /**
     * Formats a tag as a number, followed by its ASCII character if that character is printable.
     */
    private static String shown(int tag) {
      return tag > ' ' && tag < 0x7F ? tag + " ('" + (char) tag + "')" : String.valueOf(tag);
    }

    @Override
    public byte[] encode(F frame) {
      for (Kind<? extends F> each : kinds) {
        if (each.type.isInstance(frame)) {
          return each.encode(frame);
        }
      }
      throw new IllegalArgumentException("no tag is defined for " + frame.getClass().getName());
    }
  }
}
