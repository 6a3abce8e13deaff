package switchboard.chat;

import java.util.List;

/** Formats a list of names as a paragraph of short lines, with at most a given number of names. */
final class NameList {
  private static final int WIDTH = 76;

  private NameList() {}

  /**
   * Returns a paragraph that begins with {@code opening}.
   *
   * @param namesMax the maximum number of names that are listed; the others are only counted
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
