package switchboard.frames;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import switchboard.frames.internal.ChunkedInput;
import switchboard.frames.internal.ChunkedOutput;
import switchboard.frames.internal.RequiredInput;
import switchboard.net.Sink;
import switchboard.net.Slice;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Messages of unknown length, in pieces behind their lengths of four bytes in network byte order;
 * an empty piece ends a message. Say the maximum and it is a codec; one that is larger than memory
 * is a stream by {@link #output} and {@link #input}.
 */
public final class ChunkedCodecBuilder {
  private static final int PIECE_MAX = 64;
  private static final Codec<Slice> PIECES =
      Codec.lengthPrefixed().max(PIECE_MAX, Size.KIB).slices();

  ChunkedCodecBuilder() {}

  /** The longest message, all its pieces together. */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new Chunked(unit.times(count)));
  }

  /**
   * One message to be sent as it is written, in bounded memory. Closing it ends the message, and
   * flushes; the sink stays as it is. Blocks and fails as the sink does.
   */
  public OutputStream output(Sink sink) {
    return new ChunkedOutput(PIECES, Size.KIB.times(PIECE_MAX), sink);
  }

  /**
   * The next message as it comes, in bounded memory; its end is the end of the message. Closing it
   * skips what is left of it. Blocks and fails as the source does, by {@link
   * UnexpectedEofException} when the stream ends inside the message. Nobody else reads the source
   * before its end.
   */
  public InputStream input(Source source) {
    return new ChunkedInput(source);
  }

  private record Chunked(int bytesMax) implements Codec<Slice> {
    @Override
    public @Nullable Slice read(Source source) throws IOException {
      return RequiredInput.first(source, 1) ? source.atomically(() -> gathered(source)) : null;
    }

    private Slice gathered(Source source) throws IOException {
      var all = new ByteArrayOutputStream();
      for (Slice piece = piece(source); piece.length() > 0; piece = piece(source)) {
        if (piece.length() > bytesMax - all.size()) {
          throw new CorruptStreamException(
              "a message in pieces has more than the " + bytesMax + " bytes of this stream's");
        }
        all.writeBytes(piece.toBytes());
      }
      return Slice.of(all.toByteArray());
    }

    @Override
    public byte[] encode(Slice frame) {
      RequiredInput.atMost(bytesMax, frame.length());
      var encoded = new ByteArrayOutputStream();
      byte[] content = frame.toBytes();
      int most = Size.KIB.times(PIECE_MAX);
      for (int at = 0; at < content.length; at += most) {
        int length = Math.min(most, content.length - at);
        encoded.writeBytes(PIECES.encode(Slice.of(content, at, length)));
      }
      encoded.writeBytes(PIECES.encode(Slice.of(new byte[0])));
      return encoded.toByteArray();
    }
  }

  /** The next piece of a message that has begun. */
  public static Slice piece(Source source) throws IOException {
    Slice piece = PIECES.read(source);
    if (piece == null) {
      throw new UnexpectedEofException("the stream ended between two pieces of a message");
    }
    return piece;
  }
}
