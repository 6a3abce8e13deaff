package switchboard.chat;

import java.util.List;

/** Many names in lines of bearable length, and not endlessly many of them. */
final class NameList {
  private static final int WIDTH = 76;

  private NameList() {}

  /**
   * A paragraph that begins with {@code opening}.
   *
   * @param namesMax how many names are told; the others are counted
   */
  static String of(String opening, List<String> names, int namesMax) {
    var text = new StringBuilder("-- ");
    int column = text.append(opening).length();
    int told = Math.min(names.size(), namesMax);
    for (int i = 0; i < told; i++) {
      String name = names.get(i) + (i + 1 < names.size() ? "," : "");
      if (column + 1 + name.length() > WIDTH) {
        text.append("\n--  ");
        column = "--  ".length();
      }
      text.append(' ').append(name);
      column += 1 + name.length();
    }
    if (told < names.size()) {
      text.append(" and ").append(names.size() - told).append(" more");
    }
    return text.toString();
  }
}
