package switchboard.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The sentences of one file: comments and the texts of a Java program, the text of a page without
 * its code, the comments of a script.
 *
 * @param path below the root of the tree
 * @param passages in their order
 */
record Prose(String path, List<Passage> passages) {
  private static final Pattern MARKDOWN_CODE =
      Pattern.compile(
          "^ *(```|~~~).*?^ *\\1|`[^`\n]*`|\\]\\([^)\n]*\\)", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern JAVADOC_CODE =
      Pattern.compile(
          "\\{@code(?:[^{}]|\\{(?:[^{}]|\\{[^{}]*})*})*}|<pre>.*?</pre>", Pattern.DOTALL);
  private static final Pattern SCRIPT_COMMENT =
      Pattern.compile("(?:^[ \t]*#(?!!).*\n?)+", Pattern.MULTILINE);
  private static final Pattern COMMENT_EDGE =
      Pattern.compile("(?m)^[ \\t]*(/?\\*+/?|//|#)[ \\t]?|\\*/$");

  /**
   * One comment, string or page.
   *
   * @param line of its first character, from 1
   * @param text without the signs of a comment
   */
  record Passage(int line, String text) {}

  /** The prose of a Java file. */
  static Prose ofJava(String path, String text) {
    boolean test = path.contains("src/test/");
    var passages = new ArrayList<Passage>();
    for (var token : JavaTokens.of(text)) {
      if (token.isComment()) {
        String prose = COMMENT_EDGE.matcher(token.text()).replaceAll("");
        passages.add(new Passage(token.line(), blanked(JAVADOC_CODE, prose)));
      } else if (!test && token.text().contains(" ")) {
        passages.add(
            new Passage(token.line(), token.text().substring(1, token.text().length() - 1)));
      }
    }
    return new Prose(path, List.copyOf(passages));
  }

  /** The prose of a page in Markdown. */
  static Prose ofMarkdown(String path, String text) {
    return new Prose(path, List.of(new Passage(1, blanked(MARKDOWN_CODE, text))));
  }

  /** The comments of a script. */
  static Prose ofScript(String path, String text) {
    return new Prose(
        path,
        SCRIPT_COMMENT
            .matcher(text)
            .results()
            .map(found ->
                new Passage(
                    lineAt(text, found.start()),
                    COMMENT_EDGE.matcher(found.group()).replaceAll("")))
            .toList());
  }

  /** Replaces code by a placeholder of as many lines. */
  private static String blanked(Pattern code, String text) {
    return code.matcher(text)
        .replaceAll(
            found -> "x" + "\n".repeat((int) found.group().chars().filter(c -> c == '\n').count()));
  }

  static int lineAt(String text, int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
