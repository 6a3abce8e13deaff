package switchboard.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Rules for all files of the project. Each rule returns a message for each offender. */
final class TreeRules {
  static final int BYTES_MAX = 200_000;

  /**
   * Forbidden texts, and the files that may contain them. The literals are split, so that this file
   * does not contain the texts itself.
   */
  private static final Map<Pattern, List<String>> UNSAID =
      Map.of(
          Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b"), List.of(),
          Pattern.compile("(?<![\\w.}])/(wo" + "rk|ro" + "ot)/"), List.of(),
          Pattern.compile("/usr/lib/" + "jvm"), List.of("build/jdk.sh"));

  private static final Pattern SCRIPT = Pattern.compile("(.*/)?[^/.]+|.*\\.(sh|py|js|css|html)");

  private static final Pattern LINK =
      Pattern.compile("\\]\\(<?([^)>#\\s]*)(?:#[^)>\\s]*)?>?[^)]*\\)");
  private static final Pattern CODE =
      Pattern.compile("^(```|~~~).*?^\\1|`[^`\n]*`", Pattern.MULTILINE | Pattern.DOTALL);

  private TreeRules() {}

  static List<String> unsaid(Tree tree) {
    var offences = new ArrayList<String>();
    for (var file : tree.files()) {
      var text = tree.text(file).orElse("");
      UNSAID.forEach((pattern, allowed) -> {
        var word = pattern.matcher(text);
        if (!allowed.contains(Tree.name(file)) && word.find()) {
          offences.add(Tree.name(file) + ": remove the forbidden text '" + word.group() + "'");
        }
      });
    }
    return offences;
  }

  static List<String> tooBig(Tree tree) {
    return tree.files().stream()
        .filter(file -> tree.bytes(file) > BYTES_MAX)
        .map(file ->
            Tree.name(file)
                + ": "
                + tree.bytes(file)
                + " bytes, at most "
                + BYTES_MAX
                + " are allowed")
        .toList();
  }

  /** Finds scripts that are too long. {@link SourceRules} has the rule for Java files. */
  static List<String> longScripts(Tree tree) {
    return tree.files(name -> SCRIPT.matcher(name).matches()).stream()
        .filter(file -> tree.text(file).orElse("").lines().count() > SourceRules.FILE_LINES_MAX)
        .map(file ->
            Tree.name(file)
                + ": split it, at most "
                + SourceRules.FILE_LINES_MAX
                + " lines are allowed")
        .toList();
  }

  /** Finds links of Markdown pages to files of the project that do not exist. */
  static List<String> brokenLinks(Tree tree) {
    var offences = new ArrayList<String>();
    for (var page : tree.files(name -> name.endsWith(".md"))) {
      var prose = CODE.matcher(tree.text(page).orElseThrow()).replaceAll("");
      LINK.matcher(prose)
          .results()
          .map(link -> link.group(1))
          .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
          .filter(target -> !exists(tree, page, target))
          .forEach(target ->
              offences.add(Tree.name(page) + ": link to " + target + ", which does not exist"));
    }
    return offences;
  }

  private static boolean exists(Tree tree, Path page, String target) {
    return Files.exists(tree.root().resolve(page).resolveSibling(target));
  }
}
