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
 * Messages of several kinds, told apart by their first byte: name each kind by its tag, its class
 * and the codec of what is behind the tag.
 *
 * <pre>{@code
 * Codec<Object> messages =
 *     Codec.tagged()
 *         .with('T', String.class, Codec.lines().max(1, Size.KIB))
 *         .with('B', byte[].class, Codec.lengthPrefixed().max(1, Size.MIB))
 *         .build();
 * }</pre>
 *
 * @param <F> what all kinds are, a sealed interface perhaps
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
   * Messages behind the byte {@code tag} are of this class.
   *
   * @throws IllegalArgumentException when the tag is no byte, or tag or class are taken
   */
  public <G extends F> TaggedCodecBuilder<F> with(int tag, Class<G> type, Codec<G> codec) {
    if (tag < 0 || tag > 255) {
      throw new IllegalArgumentException("a tag is a byte from 0 to 255, not " + tag);
    }
    for (Kind<?> each : kinds) {
      if (each.tag == tag) {
        throw new IllegalArgumentException(
            "the tag " + tag + " is that of " + each.type + " already");
      }
      if (each.type.isAssignableFrom(type) || type.isAssignableFrom(each.type)) {
        throw new IllegalArgumentException(
            "nobody could tell a " + type.getName() + " from a " + each.type.getName());
      }
    }
    var more = new ArrayList<>(kinds);
    more.add(new Kind<>(tag, type, codec));
    return new TaggedCodecBuilder<>(List.copyOf(more));
  }

  /**
   * The codec of all of them.
   *
   * @throws IllegalArgumentException when there are none
   */
  public Codec<F> build() {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("a tagged message has at least one kind");
    }
    return new Tagged<>(kinds);
  }

  private record Tagged<F>(List<Kind<? extends F>> kinds) implements Codec<F> {
    @Override
    public @Nullable F read(Source source) throws IOException {
      return RequiredInput.first(source, 1) ? source.atomically(() -> behindTag(source)) : null;
    }

    private F behindTag(Source source) throws IOException {
      Kind<? extends F> kind = kind(source.byteAt(0) & 0xFF);
      source.skip(1);
      F frame = kind.codec.read(source);
      if (frame == null) {
        throw new UnexpectedEofException("the stream ended behind the tag " + shown(kind.tag));
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
          "a message of the kind "
              + shown(tag)
              + " came; this stream's are "
              + kinds.stream().map(each -> shown(each.tag)).collect(Collectors.joining(", ")));
    }

    /** A tag, and the letter that it may be meant as. */
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
      throw new IllegalArgumentException("no kind of message here is a " + frame.getClass());
    }
  }
}
