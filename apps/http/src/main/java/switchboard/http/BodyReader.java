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

/**
 * Reads the body of a response in pieces, and detects whether the body is complete. Confined to one
 * thread.
 */
final class BodyReader {
  private static final int BUFFER_BYTES = 16 * 1024;

  /**
   * The maximum length in bytes of the line with a chunk size and its extensions, and of a trailer
   * field.
   */
  private static final int LINE_BYTES_MAX = 8 * 1024;

  private static final int TRAILERS_MAX = 100;
  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxHeaderCount(TRAILERS_MAX).setMaxLineLength(LINE_BYTES_MAX).build();

  private final Connection connection;
  private final long length;
  private final @Nullable InputStream chunks;
  private long bytes;

  /** Whether EOF came before the end of a chunked body. If so, the body is incomplete. */
  private boolean ended;

  /**
   * Creates a reader.
   *
   * @param length the length of the body in bytes, or one of the constants of {@link BodyLength}
   */
  BodyReader(Connection connection, long length) {
    this.connection = connection;
    this.length = length;
    this.chunks =
        length == BodyLength.CHUNKED
            ? new ChunkedInputStream(
                new StrictChunkLines(BUFFER_BYTES, LINE_BYTES_MAX),
                new EofDetector(connection.asInputStream()),
                LIMITS)
            : null;
  }

  /** Returns the number of bytes of the body that have been read. */
  long bytes() {
    return bytes;
  }

  /**
   * Reads the next bytes of the body, and stores them at the beginning of {@code piece}.
   *
   * @return the number of bytes that were read; -1 if the body was already read completely
   * @throws BadResponseException if the body is incomplete, or its chunks are malformed
   */
  int read(byte[] piece) throws IOException {
    try {
      int count = chunks == null ? readPlain(piece) : readChunk(chunks, piece);
      bytes += Math.max(count, 0);
      return count;
    } catch (ConnectionLostException lost) {
      var broken = broken("incomplete: the connection was lost after " + bytes + " bytes");
      broken.initCause(lost);
      throw broken;
    }
  }

  private int readPlain(byte[] piece) throws IOException {
    long left = length < 0 ? piece.length : length - bytes;
    if (left == 0) {
      return -1;
    }
    int max = (int) Math.min(piece.length, left);
    int count = connection.source().read(ByteBuffer.wrap(piece, 0, max));
    if (count < 0 && length >= 0) {
      throw broken("incomplete: EOF after " + bytes + " of " + length + " bytes");
    }
    return count;
  }

  private int readChunk(InputStream body, byte[] piece) throws IOException {
    try {
      int count = body.read(piece, 0, piece.length);
      if (count < 0 && ended) {
        throw broken("incomplete: EOF after the last chunk, without the empty line");
      }
      return count;
    } catch (ConnectionClosedException e) {
      throw broken("incomplete: EOF after " + bytes + " bytes, before the last chunk");
    } catch (MalformedChunkCodingException | MessageConstraintException e) {
      String reason = TerminalText.escape(String.valueOf(e.getMessage()));
      throw broken(
          ended
              ? "incomplete: EOF inside a chunk, after " + bytes + " bytes"
              : "malformed after " + bytes + " bytes: " + reason);
    }
  }

  private BadResponseException broken(String how) {
    return new BadResponseException("the response body is " + how, bytes);
  }

  /** An input stream that records whether EOF was read. */
  private final class EofDetector extends FilterInputStream {
    EofDetector(InputStream in) {
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
