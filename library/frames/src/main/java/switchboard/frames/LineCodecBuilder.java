package switchboard.frames;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * Lines of UTF-8 text: say the maximum, and it is a codec.
 *
 * <pre>{@code
 * Codec<String> commands = Codec.lines().crlf().max(512, Size.BYTES);
 * }</pre>
 */
public final class LineCodecBuilder {
  private final boolean strict;

  LineCodecBuilder() {
    this(false);
  }

  private LineCodecBuilder(boolean strict) {
    this.strict = strict;
  }

  /**
   * The same, but CR LF ends a line and nothing else does, and CR LF is written, as SMTP, HTTP and
   * most other protocols with lines need it. A line with a bare LF or CR is a {@link
   * switchboard.net.BadMessageException}; it is taken through its CR LF, so that nothing behind it
   * is taken for a line of its own. The last line needs its CR LF too.
   *
   * <p>{@link Source#skipPastCrlf} goes on after a line that was too long.
   */
  public LineCodecBuilder crlf() {
    return new LineCodecBuilder(true);
  }

  /** The longest line in bytes of UTF-8, without its ending. */
  public Codec<String> max(int count, Size unit) {
    int bytesMax = unit.times(count);
    return strict ? new CrlfLines(bytesMax) : new Lines(bytesMax);
  }

  private record Lines(int bytesMax) implements Codec<String> {
    @Override
    public @Nullable String read(Source source) throws IOException {
      return source.readLine(bytesMax);
    }

    @Override
    public byte[] encode(String line) {
      if (line.indexOf('\n') >= 0 || line.endsWith("\r")) {
        throw new IllegalArgumentException("a line contains no line ending of its own");
      }
      return encoded(line, "\n", bytesMax);
    }
  }

  private record CrlfLines(int bytesMax) implements Codec<String> {
    @Override
    public @Nullable String read(Source source) throws IOException {
      return source.readCrlfLine(bytesMax);
    }

    @Override
    public byte[] encode(String line) {
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("a line that ends with CR LF contains neither of them");
      }
      return encoded(line, "\r\n", bytesMax);
    }
  }

  private static byte[] encoded(String line, String ending, int bytesMax) {
    requireText(line);
    byte[] text = (line + ending).getBytes(StandardCharsets.UTF_8);
    int length = text.length - ending.length();
    if (length > bytesMax) {
      throw new IllegalArgumentException(
          "a line has at most " + bytesMax + " bytes, this one has " + length);
    }
    return text;
  }

  /** The JDK would write a question mark instead, without a word. */
  static void requireText(String line) {
    for (int at = 0; at < line.length(); at++) {
      if (Character.isSurrogate(line.charAt(at))) {
        if (!Character.isSupplementaryCodePoint(line.codePointAt(at))) {
          throw new IllegalArgumentException("the line is no text: half a surrogate pair at " + at);
        }
        at++;
      }
    }
  }
}
