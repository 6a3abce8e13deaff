package switchboard.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.LimitExceededException;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Reads the lines of a header section, up to the empty line at its end, in bounded memory. Rejects
 * a section with control characters (RFC 9112 §2.2, RFC 9110 §5.5) before the section is parsed.
 */
final class HeaderSectionReader {
  /**
   * The maximum number of lines up to and including the first line of a message that is not empty;
   * empty lines before it are ignored. A server should ignore at least one empty line before a
   * request (RFC 9112 §2.2).
   */
  private static final int EMPTY_LINES_MAX = 4;

  private final Source source;
  private final HeaderLimits limits;
  private int bytes;

  private HeaderSectionReader(Source source, HeaderLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  /**
   * Reads a complete header section, and blocks until it has arrived. If a deadline expires or the
   * thread is interrupted, the bytes that were read are lost.
   *
   * @return the lines without their endings, at least one; null at EOF before the first line
   * @throws BadHeaderException with status 414 or 431 if a limit is exceeded, and with status 400
   *     if the section is incomplete or contains control characters
   */
  static @Nullable List<String> read(Source source, HeaderLimits limits) throws IOException {
    return new HeaderSectionReader(source, limits).lines();
  }

  private @Nullable List<String> lines() throws IOException {
    String first = firstLine();
    if (first == null) {
      return null;
    }
    var lines = new ArrayList<String>();
    for (String line = first; !line.isEmpty(); line = line(431)) {
      if (lines.size() == limits.lines()) {
        throw new BadHeaderException(
            431, "the header section has more than " + limits.lines() + " lines");
      }
      lines.add(line);
    }
    return lines;
  }

  private @Nullable String firstLine() throws IOException {
    for (int empty = 0; empty < EMPTY_LINES_MAX; empty++) {
      if (source.exhausted()) {
        return null;
      }
      String line = line(414);
      if (!line.isEmpty()) {
        return line;
      }
    }
    throw new BadHeaderException(400, "too many empty lines before the message");
  }

  private String line(int codeIfTooLong) throws IOException {
    int left = limits.bytes() - bytes - 1; // one byte is reserved for the LF
    byte[] line;
    try {
      if (left < 0) {
        throw new LimitExceededException("the header section is too long");
      }
      line = source.readUntil((byte) '\n', Math.min(limits.lineBytes(), left));
    } catch (LimitExceededException e) {
      throw left < limits.lineBytes()
          ? new BadHeaderException(
              431, "the header section has more than " + limits.bytes() + " bytes")
          : new BadHeaderException(
              codeIfTooLong,
              "a line of the header section has more than " + limits.lineBytes() + " bytes");
    } catch (UnexpectedEofException e) {
      line = null;
    }
    if (line == null) {
      throw new BadHeaderException(400, "EOF inside the header section");
    }
    bytes += line.length + 1;
    return text(line);
  }

  private static String text(byte[] line) throws BadHeaderException {
    boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
    int length = carriageReturn ? line.length - 1 : line.length;
    for (int i = 0; i < length; i++) {
      if ((line[i] >= 0 && line[i] < ' ' && line[i] != '\t') || line[i] == 0x7F) {
        throw new BadHeaderException(400, "control character in the header section");
      }
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }
}
