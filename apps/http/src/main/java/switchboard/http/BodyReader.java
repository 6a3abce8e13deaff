package switchboard.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.internal.TerminalText;

/** The body of a response, piece by piece, and whether it is whole. Belongs to the client. */
final class BodyReader {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Of a chunk's size with its extensions, and of a trailer field. */
  private static final int LINE_BYTES_MAX = 8 * 1024;

  private static final int TRAILERS_MAX = 100;
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxHeaderCount(TRAILERS_MAX).setMaxLineLength(LINE_BYTES_MAX).build();

  private final Connection connection;
  private final long length;
  private final @Nullable InputStream chunks;
  private long bytes;

  /** Whether the connection has ended: a whole body in chunks never needs to know. */
  private boolean ended;

  /** A body of {@code length} bytes, or one of the constants of {@link BodyLength}. */
  BodyReader(Connection connection, long length) {
    this.connection = connection;
    this.length = length;
    this.chunks =
        length == BodyLength.CHUNKED
            ? new ChunkedInputStream(
                new StrictChunkLines(BUFFER_BYTES, LINE_BYTES_MAX),
                new EndHearing(connection.asInputStream()),
                LIMITS)
            : null;
  }

  /** How many bytes have been read. */
  long bytes() {
    return bytes;
  }

  /**
   * Reads the next piece to the beginning of {@code piece}.
   *
   * @return the number of bytes; -1 when the body is whole
   * @throws BadResponseException when it ends early, in whatever way, or its chunks are malformed
   */
  int read(byte[] piece) throws IOException {
    try {
      int count = chunks == null ? readPlain(piece) : readChunk(chunks, piece);
      bytes += Math.max(count, 0);
      return count;
    } catch (ConnectionLostException lost) {
      var broken = broken("the connection was lost after " + bytes + " bytes");
      broken.initCause(lost);
      throw broken;
    }
  }

  private int readPlain(byte[] piece) throws IOException {
    long left = length < 0 ? piece.length : length - bytes;
    if (left == 0) {
      return -1;
    }
    int room = (int) Math.min(piece.length, left);
    int count = connection.source().read(ByteBuffer.wrap(piece, 0, room));
    if (count < 0 && length >= 0) {
      throw broken("it ended after " + bytes + " of " + length + " bytes");
    }
    return count;
  }

  private int readChunk(InputStream body, byte[] piece) throws IOException {
    try {
      int count = body.read(piece, 0, piece.length);
      if (count < 0 && ended) {
        throw broken("it ended after its last chunk, without the empty line");
      }
      return count;
    } catch (ConnectionClosedException cut) {
      throw broken("it ended after " + bytes + " bytes, before the last chunk");
    } catch (MalformedChunkCodingException | MessageConstraintException bad) {
      String reason = TerminalText.escape(String.valueOf(bad.getMessage()));
      throw broken(
          ended
              ? "it ended inside a chunk, after " + bytes + " bytes"
              : "after " + bytes + " bytes its chunks are in disorder: " + reason);
    }
  }

  private BadResponseException broken(String how) {
    return new BadResponseException("the page is not whole: " + how, bytes);
  }

  /** Notes that the connection has ended. */
  private final class EndHearing extends FilterInputStream {
    EndHearing(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      int read = super.read(target, offset, count);
      ended |= read < 0;
      return read;
    }
  }
}
