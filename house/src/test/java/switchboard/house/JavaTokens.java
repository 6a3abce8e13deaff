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
   */
  record Token(int line, String text) {
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
        tokens.add(new Token(Prose.lineAt(text, found.start()), found.group()));
      }
    }
    return tokens;
  }
}
