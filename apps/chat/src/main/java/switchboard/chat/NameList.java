package switchboard.chat;

import java.util.List;

/**
 * Formats a list of names as a notice of the chat with short lines. Names beyond a maximum number
 * are omitted.
 */
final class NameList {
  private static final int WIDTH = 76;

  private NameList() {}

  /**
   * Returns a notice that begins with {@code opening} and lists {@code names}.
   *
   * @param namesMax the maximum number of names that are listed. If there are more, the notice ends
   *     with the number of the omitted names
   */
  static String of(String opening, List<String> names, int namesMax) {
    var text = new StringBuilder("-- ");
    int column = text.append(opening).length();
    int shown = Math.min(names.size(), namesMax);
    for (int i = 0; i < shown; i++) {
      String name = names.get(i) + (i + 1 < names.size() ? "," : "");
      if (column + 1 + name.length() > WIDTH) {
        text.append("\n--  ");
        column = "--  ".length();
      }
      text.append(' ').append(name);
      column += 1 + name.length();
    }
    if (shown < names.size()) {
      text.append(" and ").append(names.size() - shown).append(" more");
    }
    return text.toString();
  }
}
