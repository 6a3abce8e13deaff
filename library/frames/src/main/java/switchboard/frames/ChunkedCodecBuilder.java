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
 * Builds a codec of messages whose length is not known in advance. A message is a sequence of
 * chunks of at most 64 KiB, each after its length of four bytes in network byte order; an empty
 * chunk ends the message. {@link #max} builds the codec. A message that does not fit into memory is
 * written to a stream by {@link #output} and read from one by {@link #input}.
 *
 * <pre>{@code
 * try (var output = Codec.chunked().output(connection.sink())) {
 *   output.write("of unknown length".getBytes(UTF_8));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChunkedCodecBuilder {
  private static final int CHUNK_KIB_MAX = 64;
  private static final Codec<Slice> CHUNKS =
      Codec.lengthPrefixed().max(CHUNK_KIB_MAX, Size.KIB).slices();

  ChunkedCodecBuilder() {}

  /**
   * Builds a codec that holds each message in memory. A longer message throws {@link
   * CorruptStreamException}.
   *
   * @param count the maximum length of a message in {@code unit}, all chunks together
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}
   */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new Chunked(unit.times(count)));
  }

  /**
   * Returns a stream that sends one message while it is written, in bounded memory. Closing the
   * stream ends the message and flushes the sink, which stays open. Writes block and fail as those
   * of the sink do. The stream belongs to one thread.
   *
   * @param sink the sink to write to; use it for nothing else until the stream is closed
   * @return a stream of one message
   */
  public OutputStream output(Sink sink) {
    return new ChunkedOutput(CHUNKS, Size.KIB.times(CHUNK_KIB_MAX), sink);
  }

  /**
   * Returns a stream that reads the next message while it arrives, in bounded memory. The end of
   * the stream is the end of the message. Closing the stream skips the rest of the message; the
   * source stays open. Reads block and fail as those of the source do, and throw {@link
   * UnexpectedEofException} at EOF inside the message. The stream belongs to one thread.
   *
   * @param source the source to read from; use it for nothing else until the message has ended
   * @return a stream of one message
   */
  public InputStream input(Source source) {
    return new ChunkedInput(source);
  }

  private record Chunked(int bytesMax) implements Codec<Slice> {
    @Override
    public @Nullable Slice read(Source source) throws IOException {
      return RequiredInput.first(source, 1) ? source.atomically(() -> readAll(source)) : null;
    }

    private Slice readAll(Source source) throws IOException {
      var all = new ByteArrayOutputStream();
      for (Slice chunk = piece(source); chunk.length() > 0; chunk = piece(source)) {
        if (chunk.length() > bytesMax - all.size()) {
          throw new CorruptStreamException("message exceeds the limit of " + bytesMax + " bytes");
        }
        all.writeBytes(chunk.toBytes());
      }
      return Slice.of(all.toByteArray());
    }

    @Override
    public byte[] encode(Slice frame) {
      RequiredInput.atMost(bytesMax, frame.length());
      var encoded = new ByteArrayOutputStream();
      byte[] content = frame.toBytes();
      int chunkMax = Size.KIB.times(CHUNK_KIB_MAX);
      for (int at = 0; at < content.length; at += chunkMax) {
        int length = Math.min(chunkMax, content.length - at);
        encoded.writeBytes(CHUNKS.encode(Slice.of(content, at, length)));
      }
      encoded.writeBytes(CHUNKS.encode(Slice.of(new byte[0])));
      return encoded.toByteArray();
    }
  }

  /**
   * Reads the next chunk of a message that has begun; blocks until it is complete.
   *
   * @param source the source to read from
   * @return the chunk, valid until {@code source} is used again; empty at the end of the message
   * @throws UnexpectedEofException at EOF, which is always inside the message
   * @throws CorruptStreamException if the length of the chunk is invalid
   * @throws IOException if reading from the source fails in another way
   */
  public static Slice piece(Source source) throws IOException {
    Slice chunk = CHUNKS.read(source);
    if (chunk == null) {
      throw new UnexpectedEofException("the stream ended between two chunks of a message");
    }
    return chunk;
  }
}
