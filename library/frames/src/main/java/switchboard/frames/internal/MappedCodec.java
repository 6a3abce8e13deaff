package switchboard.frames.internal;

import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.BadMessageException;
import switchboard.net.Sink;
import switchboard.net.Source;

/**
 * A codec that converts the messages of another codec; see {@link Codec#map}.
 *
 * @param below reads and writes the messages before the conversion
 * @param decode converts a message that was read
 * @param encode converts an object to a message
 */
public record MappedCodec<F, G>(
    Codec<F> below, Codec.Decoding<? super F, G> decode, Function<? super G, ? extends F> encode)
    implements Codec<G> {

  @Override
  public @Nullable G read(Source source) throws IOException {
    F frame = below.read(source);
    try {
      return frame == null ? null : decode.decode(frame);
    } catch (IllegalArgumentException refused) { // thrown by a constructor or a parser
      var bad = new BadMessageException("invalid message: " + refused.getMessage());
      bad.initCause(refused);
      throw bad;
    }
  }

  @Override
  public byte[] encode(G frame) {
    return below.encode(encode.apply(frame));
  }

  @Override
  public void write(G frame, Sink sink) throws IOException {
    below.write(encode.apply(frame), sink);
  }
}
