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

/** What every Java file keeps to; each rule turns sources into sentences about its offenders. */
final class SourceRules {
  /**
   * A file holds one idea: usually below 250 lines. It may have more where one idea needs more;
   * beyond this there are two ideas in it.
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
   * Files and methods that are too long. What has to be longer stands in {@code larger} with its
   * number of lines, and that list only shrinks: an entry may neither grow nor outlive its need.
   */
  static List<String> tooLong(List<Source> sources, Map<String, Integer> larger) {
    var offences = new ArrayList<String>();
    var unused = new TreeSet<>(larger.keySet());
    for (var source : sources) {
      measure(source.path(), source.lines(), FILE_LINES_MAX, larger, unused, offences);
      for (var method : source.methods()) {
        measure(method.name(), method.lines(), METHOD_LINES_MAX, larger, unused, offences);
      }
    }
    unused.forEach(name -> offences.add(name + " is short enough now: take it off the list"));
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
      offences.add(name + " has " + lines + " lines: are there two things in it?");
    }
  }

  /** Methods of public types with more than four parameters; a record's header may be longer. */
  static Stream<String> tooManyParameters(Source source) {
    return source.methods().stream()
        .filter(Source.Method::inPublicType)
        .filter(method -> !method.tree().getModifiers().getFlags().contains(Modifier.PRIVATE))
        .filter(method ->
            method.owner().getKind() != Kind.RECORD || method.tree().getReturnType() != null)
        .filter(method -> method.tree().getParameters().size() > PARAMETERS_MAX)
        .map(method -> method.name() + " takes more than " + PARAMETERS_MAX + " parameters");
  }

  /** Types whose name says that they do something, but not what. */
  static Stream<String> emptyNames(Source source) {
    return source.types().stream()
        .filter(type ->
            WORD.matcher(type.tree().getSimpleName())
                .results()
                .anyMatch(word -> EMPTY_WORDS.contains(word.group())))
        .map(type -> type.name() + " has a name that says nothing");
  }

  /** Top-level types that do not begin with a sentence on what they are for. */
  static Stream<String> wordlessTypes(Source source) {
    return source.types().stream()
        .filter(Source.Type::topLevel)
        .filter(type -> !isSentence(type.comment().orElse("")))
        .map(type -> type.name() + " has no sentence that says what it is for");
  }

  private static boolean isSentence(String comment) {
    return Pattern.compile("\\S+\\s+\\S+.*[.:!?]", Pattern.DOTALL)
        .matcher(comment.strip())
        .lookingAt();
  }

  /** Packages of production code that nobody introduces. */
  static List<String> packagesWithoutInfo(List<Source> sources) {
    var introduced = packages(sources, true);
    return packages(sources, false).stream()
        .filter(directory -> !introduced.contains(directory))
        .map(directory -> directory + " has no package-info.java with a comment")
        .toList();
  }

  /**
   * Packages of production code with more types than a reader can keep in mind. The list {@code
   * reviewed} says why a package has more; an entry must not outlive its need.
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
        offences.add(name + " has " + types + " types, more than " + PACKAGE_TYPES_MAX);
      }
    });
    reviewed.keySet().stream()
        .filter(name -> !counts.containsKey(name))
        .map(name -> name + " is small enough now: remove its entry")
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
