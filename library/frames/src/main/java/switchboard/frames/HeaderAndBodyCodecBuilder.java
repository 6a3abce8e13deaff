package switchboard.frames;

import java.io.IOException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.RequiredInput;
import switchboard.net.BadMessageException;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Builds a codec of messages that consist of a header and a body, where the header contains the
 * length of the body. Immutable.
 *
 * <pre>{@code
 * Codec<Integer> header = Codec.lines().max(16, Size.BYTES).map(Integer::valueOf, String::valueOf);
 * Codec<HeaderAndBody<Integer>> messages =
 *     Codec.headerAndBody(header).bodyLength(Integer::longValue).max(1, Size.MIB);
 * }</pre>
 *
 * @param <H> the type of the header
 * @since 0.1.0
 */
public final class HeaderAndBodyCodecBuilder<H> {
  private final Codec<H> header;

  HeaderAndBodyCodecBuilder(Codec<H> header) {
    this.header = header;
  }

  /**
   * Sets the function that returns the length of the body for a header.
   *
   * @param length returns the length of the body, in bytes, for a header
   * @return a builder whose {@code max} method sets the maximum length and builds the codec
   */
  public WithLength<H> bodyLength(ToLongFunction<? super H> length) {
    return new WithLength<>(header, length);
  }

  /**
   * A builder for messages that consist of a header and a body. Only the maximum length of a body
   * must still be set.
   *
   * @param <H> the type of the header
   */
  public static final class WithLength<H> {
    private final Codec<H> header;
    private final ToLongFunction<? super H> length;

    private WithLength(Codec<H> header, ToLongFunction<? super H> length) {
      this.header = header;
      this.length = length;
    }

    /**
     * Builds the codec. Reading throws {@link CorruptStreamException} if a header is invalid, or if
     * the body length in a header is out of range. Encoding throws {@link IllegalArgumentException}
     * if the length in the header of a message differs from the length of its body.
     *
     * @param count the maximum length of a body in {@code unit}; the codec of the header limits the
     *     length of the header
     * @param unit the unit of {@code count}
     * @return the codec
     * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}
     */
    public Codec<HeaderAndBody<H>> max(int count, Size unit) {
      return new HeaderAndBodyCodec<>(header, length, unit.times(count));
    }
  }

  private record HeaderAndBodyCodec<H>(
      Codec<H> header, ToLongFunction<? super H> length, int bytesMax)
      implements Codec<HeaderAndBody<H>> {

    @Override
    public @Nullable HeaderAndBody<H> read(Source source) throws IOException {
      return RequiredInput.first(source, 1) ? source.atomically(() -> readBoth(source)) : null;
    }

    private @Nullable HeaderAndBody<H> readBoth(Source source) throws IOException {
      H first;
      try {
        first = header.read(source);
      } catch (BadMessageException e) { // without a header, the length of the body is unknown
        Throwable why = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
        var corrupt = new CorruptStreamException("invalid header: " + why.getMessage());
        corrupt.initCause(e);
        throw corrupt;
      }
      if (first == null) {
        return null;
      }
      long bytes = length.applyAsLong(first);
      if (bytes < 0 || bytes > bytesMax) {
        throw new CorruptStreamException(
            "body length " + bytes + " is out of range (0 to " + bytesMax + ")");
      }
      RequiredInput.all(source, (int) bytes);
      return new HeaderAndBody<>(first, Slice.of(source.readExactly((int) bytes)));
    }

    @Override
    public byte[] encode(HeaderAndBody<H> frame) {
      Slice body = frame.body();
      long announced = length.applyAsLong(frame.header());
      if (announced != body.length()) {
        throw new IllegalArgumentException(
            "the header announces a body of " + announced + " bytes, but it has " + body.length());
      }
      RequiredInput.atMost(bytesMax, body.length());
      byte[] first = header.encode(frame.header());
      byte[] encoded = new byte[Math.addExact(first.length, body.length())];
      System.arraycopy(first, 0, encoded, 0, first.length);
      body.copyTo(0, encoded, first.length, body.length());
      return encoded;
    }
  }
}
