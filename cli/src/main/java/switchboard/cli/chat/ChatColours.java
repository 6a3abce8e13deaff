package switchboard.cli.chat;

import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * How a line of a chat looks at a terminal: what nobody said is faint, and so are number and time.
 *
 * @param on whether colour is welcome
 */
record ChatColours(boolean on) {
  private static final Pattern NUMBER = Pattern.compile("\\S*#\\d+ \\d\\d:\\d\\d ");

  AttributedString of(String line) {
    var number = NUMBER.matcher(line);
    int faint = line.startsWith("-- ") ? line.length() : number.lookingAt() ? number.end() : 0;
    return on
        ? new AttributedStringBuilder()
            .styled(AttributedStyle.DEFAULT.faint(), line.substring(0, faint))
            .append(line.substring(faint))
            .toAttributedString()
        : new AttributedString(line);
  }
}
