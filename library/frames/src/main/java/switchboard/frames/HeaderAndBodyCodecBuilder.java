package switchboard.frames;

import java.io.IOException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.RequiredInput;
import switchboard.net.BadMessageException;
import switchboard.net.Slice;
import switchboard.net.Source;

/**
 * Messages of a header and a body: say where the header tells the length of the body, and the
 * longest body, and it is a codec.
 *
 * @param <H> a header
 */
public final class HeaderAndBodyCodecBuilder<H> {
  private final Codec<H> header;

  HeaderAndBodyCodecBuilder(Codec<H> header) {
    this.header = header;
  }

  /** The length of the body in bytes, as a header tells it. */
  public WithLength<H> bodyLength(ToLongFunction<? super H> length) {
    return new WithLength<>(header, length);
  }

  /**
   * One that lacks only the maximum.
   *
   * @param <H> a header
   */
  public static final class WithLength<H> {
    private final Codec<H> header;
    private final ToLongFunction<? super H> length;

    private WithLength(Codec<H> header, ToLongFunction<? super H> length) {
      this.header = header;
      this.length = length;
    }

    /** The longest body; that of the header is in its codec. */
    public Codec<HeaderAndBody<H>> max(int count, Size unit) {
      return new HeaderAndBodyCodec<>(header, length, unit.times(count));
    }
  }

  private record HeaderAndBodyCodec<H>(
      Codec<H> header, ToLongFunction<? super H> length, int bytesMax)
      implements Codec<HeaderAndBody<H>> {

    @Override
    public @Nullable HeaderAndBody<H> read(Source source) throws IOException {
      return RequiredInput.first(source, 1) ? source.atomically(() -> both(source)) : null;
    }

    private @Nullable HeaderAndBody<H> both(Source source) throws IOException {
      H first;
      try {
        first = header.read(source);
      } catch (BadMessageException e) { // the length of the body is in it
        Throwable why = e.getCause() instanceof IllegalArgumentException refused ? refused : e;
        var corrupt =
            new CorruptStreamException("a header that makes no sense: " + why.getMessage());
        corrupt.initCause(e);
        throw corrupt;
      }
      if (first == null) {
        return null;
      }
      long bytes = length.applyAsLong(first);
      if (bytes < 0 || bytes > bytesMax) {
        throw new CorruptStreamException(
            "a body of " + bytes + " bytes was announced; this stream's have 0 to " + bytesMax);
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
            "the header announces " + announced + " bytes, and the body has " + body.length());
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
