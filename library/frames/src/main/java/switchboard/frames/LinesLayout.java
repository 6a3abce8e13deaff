package switchboard.frames;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import switchboard.net.Source;

/** Lines of UTF-8 text: say the maximum, and it is a codec. */
public final class LinesLayout {

  LinesLayout() {}

  /** The longest line in bytes of UTF-8, without its ending. */
  public Codec<String> max(int count, Size unit) {
    return new Lines(unit.times(count));
  }

  private record Lines(int bytesMax) implements Codec<String> {
    @Override
    public @Nullable String read(Source source) throws IOException {
      return source.readLine(bytesMax);
    }

    @Override
    public byte[] encode(String line) {
      requireText(line);
      byte[] text = (line + "\n").getBytes(StandardCharsets.UTF_8);
      if (text.length - 1 > bytesMax) {
        throw new IllegalArgumentException(
            "a line has at most " + bytesMax + " bytes, this one has " + (text.length - 1));
      }
      if (line.indexOf('\n') >= 0 || line.endsWith("\r")) {
        throw new IllegalArgumentException("a line contains no line ending of its own");
      }
      return text;
    }
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
