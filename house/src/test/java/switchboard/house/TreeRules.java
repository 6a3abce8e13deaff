package switchboard.house;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What every file of the tree keeps to, whatever its kind; each rule names its offenders. */
final class TreeRules {
  static final int BYTES_MAX = 200_000;

  /**
   * What no file says, and the files that may. The words are put together here, so that this file
   * does not say them either.
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
          offences.add(Tree.name(file) + " says " + word.group());
        }
      });
    }
    return offences;
  }

  static List<String> tooBig(Tree tree) {
    return tree.files().stream()
        .filter(file -> tree.bytes(file) > BYTES_MAX)
        .map(file -> Tree.name(file) + " has more than " + BYTES_MAX + " bytes")
        .toList();
  }

  /** Scripts that are too long; Java files have a rule of their own. */
  static List<String> longScripts(Tree tree) {
    return tree.files(name -> SCRIPT.matcher(name).matches()).stream()
        .filter(file -> tree.text(file).orElse("").lines().count() > SourceRules.FILE_LINES_MAX)
        .map(file -> Tree.name(file) + " has more than " + SourceRules.FILE_LINES_MAX + " lines")
        .toList();
  }

  /** Links of pages to files of the tree that are not there. */
  static List<String> brokenLinks(Tree tree) {
    var offences = new ArrayList<String>();
    for (var page : tree.files(name -> name.endsWith(".md"))) {
      var prose = CODE.matcher(tree.text(page).orElseThrow()).replaceAll("");
      LINK.matcher(prose)
          .results()
          .map(link -> link.group(1))
          .filter(target -> !target.isEmpty() && !target.matches("[a-z]+:.*"))
          .filter(target -> !exists(tree, page, target))
          .forEach(target -> offences.add(Tree.name(page) + " links to " + target));
    }
    return offences;
  }

  private static boolean exists(Tree tree, Path page, String target) {
    return Files.exists(tree.root().resolve(page).resolveSibling(target));
  }
}
