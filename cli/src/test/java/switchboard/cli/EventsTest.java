package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.cli.command.Status;

/**
 * Compares docs/events.md with the program, in both directions: each event with each set of its
 * fields, the commands that print them, and the exit statuses.
 */
class EventsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\| ((?:`\\w+` ?)+)\\| ([^|]*) \\| .*\\|$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");
  private static final Pattern COMMAND = Pattern.compile("`(-*\\w+)[^`]*`");
  private static final Pattern STATUS =
      Pattern.compile("^\\| (\\d+) \\| (.*) \\|$", Pattern.MULTILINE);
  private static final Pattern EVENT = Pattern.compile("Json\\.event\\(\\s*\"(\\w+)\"([^;]*);");
  private static final Pattern ANY_EVENT = Pattern.compile("Json\\s*\\.event\\(");
  private static final Pattern FIELD = Pattern.compile("\\.with\\(\\s*\"(\\w+)\"");
  private static final Set<String> NOT_COMMANDS = Set.of("--version");
  private static final Set<String> WITHOUT_EVENTS = Set.of("help");

  @Test
  void everyEventIsDocumentedWithExactlyItsFields() throws IOException {
    var documented = documented();
    assertFalse(documented.isEmpty());
    assertEquals(lines(documented), lines(emitted()));
  }

  /** Returns one line for each pair of an event and a set of its fields. */
  private static String lines(Map<String, Set<String>> events) {
    return events.entrySet().stream()
        .flatMap(event -> event.getValue().stream().map(fields -> event.getKey() + ": " + fields))
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, Set<String>> documented() throws IOException {
    var events = new TreeMap<String, Set<String>>();
    var rows = ROW.matcher(page());
    while (rows.find()) {
      add(events, rows.group(1), WORD, rows.group(2));
    }
    return events;
  }

  private static Map<String, Set<String>> emitted() throws IOException {
    var events = new TreeMap<String, Set<String>>();
    for (String source : sources()) {
      var found = EVENT.matcher(source);
      while (found.find()) {
        add(events, found.group(1), FIELD, found.group(2));
      }
    }
    return events;
  }

  private static void add(
      Map<String, Set<String>> events, String name, Pattern field, String text) {
    var fields = new TreeSet<String>();
    field.matcher(text).results().forEach(found -> fields.add(found.group(1)));
    events.computeIfAbsent(name, _ -> new TreeSet<>()).add(String.join(" ", fields));
  }

  /**
   * Tests that the source builds each event in one statement with string literals as names, because
   * the other tests of this class find only such events.
   */
  @Test
  void everyEventIsOneStatementWithItsNamesAsLiterals() throws IOException {
    for (String source : sources()) {
      var statements = EVENT.matcher(source).results().map(each -> each.group(2)).toList();
      assertEquals(statements.size(), ANY_EVENT.matcher(source).results().count(), source);
      long fields = statements.stream().flatMap(each -> FIELD.matcher(each).results()).count();
      assertEquals(fields, FIELD.matcher(source).results().count(), source);
    }
  }

  @Test
  void everyEventNamesItsCommandsAndEveryCommandHasEvents() throws IOException {
    var named = new TreeSet<String>();
    var rows = ROW.matcher(page());
    while (rows.find()) {
      String from = rows.group(3);
      var commands = COMMAND.matcher(from).results().map(each -> each.group(1)).toList();
      assertTrue(!commands.isEmpty() || from.startsWith("every "), from);
      named.addAll(commands);
    }
    named.removeAll(NOT_COMMANDS);
    var commands = new TreeSet<String>();
    Commands.all().forEach(each -> commands.add(each.specification().name()));
    commands.removeAll(WITHOUT_EVENTS);
    assertEquals(commands, named);
  }

  @Test
  void theExitStatusesAreTheSameOnThePageInTheReadmeAndInTheHelp() throws IOException {
    var documented = new TreeMap<Integer, String>();
    var rows = STATUS.matcher(page());
    while (rows.find()) {
      documented.put(Integer.valueOf(rows.group(1)), rows.group(2));
    }
    assertEquals(
        Map.of(
            0,
            "success",
            1,
            "network error",
            2,
            "usage error",
            3,
            "integrity error",
            4,
            "refused by policy",
            124,
            "timeout",
            130,
            "interrupted",
            143,
            "terminated"),
        documented);
    assertEquals(documented, Status.MEANINGS);
    UnaryOperator<String> onOneLine = text -> text.replaceAll("\\s+", " ");
    String readme = onOneLine.apply(Files.readString(Path.of("../README.md")));
    String help = onOneLine.apply(String.join(" ", Root.specification().usageMessage().footer()));
    documented.forEach((status, meaning) -> {
      assertTrue(readme.contains(status + " " + meaning), status + " in the README");
      assertTrue(help.contains(status + " " + meaning), status + " in the help: " + help);
    });
  }

  private static String page() throws IOException {
    return Files.readString(Path.of("../docs/events.md"));
  }

  /** Returns the text of each source file except Json.java. */
  private static List<String> sources() throws IOException {
    var sources = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        if (!file.endsWith("Json.java")) {
          sources.add(Files.readString(file));
        }
      }
    }
    assertTrue(sources.size() > 60, "found " + sources.size());
    return sources;
  }
}
