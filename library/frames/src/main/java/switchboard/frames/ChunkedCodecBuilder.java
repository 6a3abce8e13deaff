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
 * chunks of at most 64 KiB. Each chunk is preceded by its length, a four-byte number in network
 * byte order; an empty chunk ends the message. {@link #max} builds the codec. For messages that do
 * not fit into memory, {@link #output} returns a stream that writes one message, and {@link #input}
 * returns a stream that reads one message.
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
   * Builds a codec that keeps each complete message in memory. Reading a message that exceeds the
   * maximum throws {@link CorruptStreamException}.
   *
   * @param count the maximum length of a message in {@code unit}: the total of all chunks
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}
   */
  public ByteCodec max(int count, Size unit) {
    return new ByteCodec(new Chunked(unit.times(count)));
  }

  /**
   * Returns a stream that sends one message while the message is being written, in bounded memory.
   * Closing the stream ends the message and flushes the sink, but does not close the sink. A write
   * to the stream writes to the sink, and therefore blocks or throws an exception in the same
   * cases. Only one thread may use the stream.
   *
   * @param sink the sink to write to; until the stream is closed, the sink must not be used
   *     otherwise
   * @return a stream of one message
   */
  public OutputStream output(Sink sink) {
    return new ChunkedOutput(CHUNKS, Size.KIB.times(CHUNK_KIB_MAX), sink);
  }

  /**
   * Returns a stream that reads the next message while the message is arriving, in bounded memory.
   * The stream ends where the message ends. Closing the stream skips the rest of the message, but
   * does not close the source. A read from the stream reads from the source, and therefore blocks
   * or throws an exception in the same cases; at EOF inside the message, a read throws {@link
   * UnexpectedEofException}. Only one thread may use the stream.
   *
   * @param source the source to read from; until the message has ended, the source must not be used
   *     otherwise
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
   * Reads the next chunk of the current message; blocks until the chunk is complete.
   *
   * @param source the source to read from
   * @return the chunk, valid until {@code source} is used again; empty at the end of the message
   * @throws UnexpectedEofException if EOF arrives before the chunk is complete, because an empty
   *     chunk must end the message
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
