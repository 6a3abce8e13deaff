package switchboard.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the comments and string literals of a Java file; adjacent line comments are one. */
final class JavaTokens {
  private static final Pattern TOKEN =
      Pattern.compile(
          "/\\*.*?\\*/"
              + "|//[^\n]*(?:\n[ \t]*//[^\n]*)*"
              + "|\"\"\".*?(?<!\\\\)\"\"\""
              + "|\"(?:[^\"\\\\\n]|\\\\.)*\""
              + "|'(?:[^'\\\\\n]|\\\\.)+'",
          Pattern.DOTALL);

  /**
   * A comment or a string literal, with its delimiters.
   *
   * @param line of its first character, from 1
   * @param startsLine whether only spaces precede it in its line
   */
  record Token(int line, String text, boolean startsLine) {
    boolean isComment() {
      return text.startsWith("/");
    }
  }

  private JavaTokens() {}

  static List<Token> of(String text) {
    var tokens = new ArrayList<Token>();
    Matcher found = TOKEN.matcher(text);
    while (found.find()) {
      if (!found.group().startsWith("'")) {
        int line = Prose.lineAt(text, found.start());
        boolean startsLine =
            text.substring(text.lastIndexOf('\n', found.start()) + 1, found.start()).isBlank();
        tokens.add(new Token(line, found.group(), startsLine));
      }
    }
    return tokens;
  }
}
