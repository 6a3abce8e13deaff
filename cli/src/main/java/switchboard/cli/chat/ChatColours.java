package switchboard.cli.chat;

import java.util.regex.Pattern;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Styles the lines of a chat for a terminal. Messages of the hub are faint. In a line from a
 * member, the number and the time at the beginning of the line are faint.
 *
 * @param on whether to use styles
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
