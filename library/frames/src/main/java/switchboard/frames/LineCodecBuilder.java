package switchboard.frames;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/**
 * Builds a codec of lines of UTF-8 text. Immutable.
 *
 * <pre>{@code
 * Codec<String> commands = Codec.lines().crlf().max(512, Size.BYTES);
 * }</pre>
 *
 * @since 0.1.0
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
   * Makes the codec require CR LF at the end of every line that it reads, including the last line
   * before EOF, and write CR LF. SMTP, HTTP and most other line-based protocols require CR LF.
   * Reading a line that contains an LF or CR outside its CR LF throws {@link
   * switchboard.net.BadMessageException}. Such a line is consumed up to and including its CR LF, so
   * no part of the line is read as another line. By default the codec reads lines that end with LF
   * or CR LF, accepts a last line without a line ending, and writes LF.
   *
   * <p>Reading a line that is too long throws {@link switchboard.net.LimitExceededException}. To
   * continue with the next line, call {@link Source#skipPastCrlf}.
   *
   * @return a new builder
   */
  public LineCodecBuilder crlf() {
    return new LineCodecBuilder(true);
  }

  /**
   * Builds the codec. Reading a line that exceeds the maximum throws {@link
   * switchboard.net.LimitExceededException}; reading malformed UTF-8 throws {@link
   * switchboard.net.BadTextException}. Encoding a line that contains a line ending throws {@link
   * IllegalArgumentException}.
   *
   * @param count the maximum length of a line in {@code unit}, encoded in UTF-8, without its line
   *     ending
   * @param unit the unit of {@code count}
   * @return the codec
   * @throws IllegalArgumentException if the maximum is out of the range of {@link Size#times}
   */
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
        throw new IllegalArgumentException("a line must not contain LF or end with CR");
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
        throw new IllegalArgumentException("a line must not contain CR or LF");
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
          "line of " + length + " bytes exceeds the limit of " + bytesMax + " bytes");
    }
    return text;
  }

  /** Rejects an unpaired surrogate, which {@link String#getBytes} would replace by "?". */
  static void requireText(String line) {
    for (int at = 0; at < line.length(); at++) {
      if (Character.isSurrogate(line.charAt(at))) {
        if (!Character.isSupplementaryCodePoint(line.codePointAt(at))) {
          throw new IllegalArgumentException("text has an unpaired surrogate at index " + at);
        }
        at++;
      }
    }
  }
}
