package switchboard.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;
import switchboard.net.TooLongException;
import switchboard.net.TruncatedException;

/**
 * Takes the lines of a message's head from a source, up to the empty one, in bounded memory, and
 * lets no control character through (RFC 9112 §2.2, RFC 9110 §5.5): what the parser gets is text.
 */
final class HeadText {
  static final int LINE_BYTES_MAX = 8 * 1024;
  static final int BYTES_MAX = 32 * 1024;
  static final int LINES_MAX = 100;

  /** RFC 9112 §2.2: a server ignores an empty line before a request, and says how many. */
  private static final int EMPTY_LINES_MAX = 4;

  private HeadText() {}

  /**
   * Takes a whole head. Blocks; what a call that was cut has taken stays taken.
   *
   * @return the lines without their endings, at least one; null when the stream ended before
   */
  static @Nullable List<String> read(Source source) throws IOException {
    String first = firstLine(source);
    if (first == null) {
      return null;
    }
    var lines = new ArrayList<String>();
    int bytes = 0;
    for (String line = first; !line.isEmpty(); line = line(source, 431)) {
      bytes += line.length();
      if (bytes > BYTES_MAX || lines.size() == LINES_MAX) {
        throw new BadHeadException(
            431, "the head has more than " + LINES_MAX + " lines or " + BYTES_MAX + " bytes");
      }
      lines.add(line);
    }
    return lines;
  }

  private static @Nullable String firstLine(Source source) throws IOException {
    for (int empty = 0; empty < EMPTY_LINES_MAX; empty++) {
      if (source.exhausted()) {
        return null;
      }
      String line = line(source, 414);
      if (!line.isEmpty()) {
        return line;
      }
    }
    throw new BadHeadException(400, "there is no head, but one empty line after the other");
  }

  private static String line(Source source, int codeIfTooLong) throws IOException {
    byte[] bytes;
    try {
      bytes = source.readUntil((byte) '\n', LINE_BYTES_MAX);
    } catch (TooLongException tooLong) {
      throw new BadHeadException(
          codeIfTooLong, "a line of the head has more than " + LINE_BYTES_MAX + " bytes");
    } catch (TruncatedException cut) {
      bytes = null;
    }
    if (bytes == null) {
      throw new BadHeadException(400, "the stream ended inside the head");
    }
    boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    int length = carriageReturn ? bytes.length - 1 : bytes.length;
    for (int i = 0; i < length; i++) {
      if ((bytes[i] >= 0 && bytes[i] < ' ' && bytes[i] != '\t') || bytes[i] == 0x7F) {
        throw new BadHeadException(400, "there is a control character in the head");
      }
    }
    return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
  }
}
