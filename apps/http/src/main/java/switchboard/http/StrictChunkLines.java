package switchboard.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * Reads the lines of a chunked body for HttpCore. Rejects chunk sizes that HttpCore accepts, but
 * RFC 9112 §7.1 does not allow: a size must consist of hexadecimal digits, without a sign, a
 * prefix, or a space after it. White space before the semicolon of an extension is allowed
 * (§7.1.1). An instance can be used for one body only.
 */
final class StrictChunkLines extends SessionInputBufferImpl {
  private static final Pattern CHUNK_HEADER =
      Pattern.compile("[0-9A-Fa-f]{1,16}(?:[ \t]*;[^\\x00-\\x08\\x0A-\\x1F\\x7F]*)?");
  private static final Pattern LAST = Pattern.compile("0+(?![0-9A-Fa-f]).*");

  /**
   * The kind of line that is expected next. An empty line follows each chunk. Trailer fields follow
   * the last chunk.
   */
  private enum Next {
    HEADER,
    END_OF_CHUNK,
    TRAILER
  }

  private Next next = Next.HEADER;

  StrictChunkLines(int bufferBytes, int lineBytesMax) {
    super(bufferBytes, lineBytesMax);
  }

  @Override
  public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
    int start = line.length();
    int count = super.readLine(line, in);
    if (next == Next.HEADER && count >= 0) {
      String header = line.substring(start, line.length());
      if (!CHUNK_HEADER.matcher(header).matches()) {
        throw new MalformedChunkCodingException("Bad chunk header: " + header);
      }
      next = LAST.matcher(header).matches() ? Next.TRAILER : Next.END_OF_CHUNK;
    } else if (next == Next.END_OF_CHUNK) {
      next = Next.HEADER;
    }
    return count;
  }
}
