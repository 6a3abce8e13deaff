package switchboard.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Name;
import org.jspecify.annotations.Nullable;

/** Finds identifiers with retired words, for which the field has a standard term. */
final class NameRules {
  /** A retired word or phrase, and the term to use instead. */
  record Retired(Pattern inIdentifiers, Pattern inProse, String instead) {
    Retired(String words, String instead) {
      this(
          Pattern.compile("(^| )(" + words + ")( |$)"),
          Pattern.compile("\\b(" + words + ")\\b", Pattern.CASE_INSENSITIVE),
          instead);
    }
  }

  /** Only words without a legitimate meaning in this project; reviews find the others. */
  static final List<Retired> RETIRED =
      List.of(
          new Retired("patrols?|patrolling", "idle monitor"),
          new Retired("partings?|parted", "lingering close"),
          new Retired("last words", "final message"),
          new Retired("apology|apologies|apologi[sz]e[sd]?", "rejection"),
          new Retired("knock|knocks|knocked|knocking", "connect probe"),
          new Retired("owed|owes|owing", "outstanding"),
          new Retired("wish|wishes|wished|wishing", "interest"),
          new Retired("patience", "timeout"),
          new Retired("late by|how late", "latency"),
          new Retired("outbox|outboxes", "send queue"),
          new Retired("seat|seats|seated", "subscription"),
          new Retired("lent|lends?|lending|loans?", "slice"),
          new Retired("habits?", "options"),
          new Retired("linger not", "reset on close"),
          new Retired("surroundings", "environment"));

  private static final Pattern BOUNDARY =
      Pattern.compile("_+|\\$|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

  private NameRules() {}

  /** Finds types, methods, variables and packages with a retired word in their names. */
  static Stream<String> retiredWords(Source source) {
    var offences = new TreeSet<String>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
        check(type.getSimpleName());
        return super.visitClass(type, null);
      }

      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
        check(method.getName());
        return super.visitMethod(method, null);
      }

      @Override
      public @Nullable Void visitVariable(VariableTree variable, @Nullable Void unused) {
        check(variable.getName());
        return super.visitVariable(variable, null);
      }

      private void check(Name identifier) {
        instead(identifier)
            .forEach(word -> offences.add(source.path() + ": rename " + identifier + ": " + word));
      }
    }.scan(source.unit(), null);
    var inPackage = source.unit().getPackageName();
    if (inPackage != null) {
      instead(inPackage.toString().replace('.', '_'))
          .forEach(word -> offences.add(source.path() + ": rename the package: " + word));
    }
    return offences.stream();
  }

  private static Stream<String> instead(CharSequence identifier) {
    var words = BOUNDARY.matcher(identifier).replaceAll(" ").toLowerCase(Locale.ROOT);
    return RETIRED.stream()
        .flatMap(retired ->
            retired
                .inIdentifiers()
                .matcher(words)
                .results()
                .map(word -> "use '" + retired.instead() + "' instead of '" + word.group(2) + "'"));
  }
}
