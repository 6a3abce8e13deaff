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
 * Takes the lines of a message's head from a source, up to the empty one, in bounded memory, and
 * lets no control character through (RFC 9112 §2.2, RFC 9110 §5.5): what the parser gets is text.
 */
final class HeaderSectionReader {
  /** RFC 9112 §2.2: a server ignores an empty line before a request, and says how many. */
  private static final int EMPTY_LINES_MAX = 4;

  private final Source source;
  private final HeaderLimits limits;
  private int bytes;

  private HeaderSectionReader(Source source, HeaderLimits limits) {
    this.source = source;
    this.limits = limits;
  }

  /**
   * Takes a whole head. Blocks; what an interrupted call has taken stays taken.
   *
   * @return the lines without their endings, at least one; null when the stream ended before
   * @throws BadHeaderException 414 or 431 when it is longer than the limits, else 400
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
    throw new BadHeaderException(400, "there are only empty lines where a message should begin");
  }

  private String line(int codeIfTooLong) throws IOException {
    int left = limits.bytes() - bytes - 1; // without the LF
    byte[] line;
    try {
      if (left < 0) {
        throw new LimitExceededException("no byte is left");
      }
      line = source.readUntil((byte) '\n', Math.min(limits.lineBytes(), left));
    } catch (LimitExceededException tooLong) {
      throw left < limits.lineBytes()
          ? new BadHeaderException(
              431, "the header section has more than " + limits.bytes() + " bytes")
          : new BadHeaderException(
              codeIfTooLong,
              "a line of the header section has more than " + limits.lineBytes() + " bytes");
    } catch (UnexpectedEofException cut) {
      line = null;
    }
    if (line == null) {
      throw new BadHeaderException(400, "the stream ended inside the head");
    }
    bytes += line.length + 1;
    return text(line);
  }

  private static String text(byte[] line) throws BadHeaderException {
    boolean carriageReturn = line.length > 0 && line[line.length - 1] == '\r';
    int length = carriageReturn ? line.length - 1 : line.length;
    for (int i = 0; i < length; i++) {
      if ((line[i] >= 0 && line[i] < ' ' && line[i] != '\t') || line[i] == 0x7F) {
        throw new BadHeaderException(400, "there is a control character in the head");
      }
    }
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }
}
