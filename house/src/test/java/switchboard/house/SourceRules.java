package switchboard.house;

import static java.util.stream.Collectors.toCollection;

import com.sun.source.tree.Tree.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Rules for all Java files. Each rule returns a message for each offender. */
final class SourceRules {
  /**
   * The maximum length of a file, in lines that are not comments. A file holds one idea and usually
   * has fewer than 250 lines; a file of more than 500 lines probably holds two ideas.
   */
  static final int FILE_LINES_MAX = 500;

  static final int METHOD_LINES_MAX = 60;
  static final int PARAMETERS_MAX = 4;

  static final int PACKAGE_TYPES_MAX = 25;

  private static final Pattern WORD = Pattern.compile("[A-Z][a-z0-9]*");
  private static final Set<String> EMPTY_WORDS =
      Set.of("Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Impl");

  private SourceRules() {}

  /**
   * Finds files and methods that are too long. {@code larger} lists the exceptions with their
   * number of lines. An exception must not grow, and must be removed when it is no longer needed.
   */
  static List<String> tooLong(List<Source> sources, Map<String, Integer> larger) {
    var offences = new ArrayList<String>();
    var unused = new TreeSet<>(larger.keySet());
    for (var source : sources) {
      measure(
          source.path(), source.linesWithoutComments(), FILE_LINES_MAX, larger, unused, offences);
      for (var method : source.methods()) {
        measure(method.name(), method.lines(), METHOD_LINES_MAX, larger, unused, offences);
      }
    }
    unused.forEach(name -> offences.add(name + ": short enough now; remove its entry from LARGER"));
    return offences;
  }

  private static void measure(
      String name,
      long lines,
      int linesMax,
      Map<String, Integer> larger,
      Set<String> unused,
      List<String> offences) {
    if (lines <= linesMax) {
      return;
    }
    unused.remove(name);
    if (lines > larger.getOrDefault(name, linesMax)) {
      offences.add(name + ": " + lines + " lines, at most " + linesMax + " are allowed; split it");
    }
  }

  /** Finds methods of public types with more than four parameters. Record headers may have more. */
  static Stream<String> tooManyParameters(Source source) {
    return source.methods().stream()
        .filter(Source.Method::inPublicType)
        .filter(method -> !method.tree().getModifiers().getFlags().contains(Modifier.PRIVATE))
        .filter(method ->
            method.owner().getKind() != Kind.RECORD || method.tree().getReturnType() != null)
        .filter(method -> method.tree().getParameters().size() > PARAMETERS_MAX)
        .map(method -> method.name() + ": at most " + PARAMETERS_MAX + " parameters are allowed");
  }

  /** Finds types with names such as Manager or Util, which do not describe what the type does. */
  static Stream<String> emptyNames(Source source) {
    return source.types().stream()
        .filter(type ->
            WORD.matcher(type.tree().getSimpleName())
                .results()
                .anyMatch(word -> EMPTY_WORDS.contains(word.group())))
        .map(type -> type.name() + ": choose a name without Manager, Helper, Util or Impl");
  }

  /** Finds top-level types whose Javadoc does not begin with a sentence. */
  static Stream<String> wordlessTypes(Source source) {
    return source.types().stream()
        .filter(Source.Type::topLevel)
        .filter(type -> !isSentence(type.comment().orElse("")))
        .map(type -> type.name() + ": add a Javadoc sentence on what the type is for");
  }

  private static boolean isSentence(String comment) {
    return Pattern.compile("\\S+\\s+\\S+.*[.:!?]", Pattern.DOTALL)
        .matcher(comment.strip())
        .lookingAt();
  }

  /** Finds packages of production code without a package-info.java that has a comment. */
  static List<String> packagesWithoutInfo(List<Source> sources) {
    var introduced = packages(sources, true);
    return packages(sources, false).stream()
        .filter(directory -> !introduced.contains(directory))
        .map(directory -> directory + ": add a package-info.java with a Javadoc comment")
        .toList();
  }

  /**
   * Finds packages of production code with too many types. {@code reviewed} lists the exceptions
   * with a reason. An exception must be removed when it is no longer needed.
   */
  static List<String> crowdedPackages(List<Source> sources, Map<String, String> reviewed) {
    var counts = new TreeMap<String, Integer>();
    sources.stream()
        .filter(source -> source.path().contains("src/main/java/"))
        .flatMap(source -> source.types().stream().filter(Source.Type::topLevel))
        .map(type -> type.name().substring(0, Math.max(0, type.name().lastIndexOf('.'))))
        .forEach(name -> counts.merge(name, 1, Integer::sum));
    counts.values().removeIf(types -> types <= PACKAGE_TYPES_MAX);
    var offences = new ArrayList<String>();
    counts.forEach((name, types) -> {
      if (reviewed.getOrDefault(name, "").isBlank()) {
        offences.add(
            name
                + ": "
                + types
                + " types, at most "
                + PACKAGE_TYPES_MAX
                + " are allowed; split it");
      }
    });
    reviewed.keySet().stream()
        .filter(name -> !counts.containsKey(name))
        .map(name -> name + ": small enough now; remove its entry from CROWDED")
        .forEach(offences::add);
    return offences;
  }

  private static Set<String> packages(List<Source> sources, boolean introduction) {
    return sources.stream()
        .filter(source -> source.path().contains("src/main/java/"))
        .filter(source -> !source.path().endsWith("module-info.java"))
        .filter(source -> !introduction || introduces(source))
        .map(source -> source.path().substring(0, source.path().lastIndexOf('/')))
        .collect(toCollection(TreeSet::new));
  }

  private static boolean introduces(Source source) {
    return source.path().endsWith("/package-info.java") && source.text().startsWith("/**");
  }
}
