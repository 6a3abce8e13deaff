package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/events.md to the events that the commands really print, and the other way round. */
class EventsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\w+)` \\| ((?:`\\w+` ?)+)\\| .*\\| .*\\|$", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("`(\\w+)`");
  private static final Pattern EVENT = Pattern.compile("Json\\.event\\(\\s*\"(\\w+)\"([^;]*);");
  private static final Pattern FIELD = Pattern.compile("\\.with\\(\\s*\"(\\w+)\"");

  @Test
  void everyEventIsWrittenDownWithEachOfItsFields() throws IOException {
    var written = documented();
    assertFalse(written.isEmpty());
    assertEquals(written, printed());
  }

  private static Map<String, Set<String>> documented() throws IOException {
    var events = new TreeMap<String, Set<String>>();
    var rows = ROW.matcher(Files.readString(Path.of("../docs/events.md")));
    while (rows.find()) {
      collect(events, rows.group(1), WORD, rows.group(2));
    }
    return events;
  }

  private static Map<String, Set<String>> printed() throws IOException {
    var events = new TreeMap<String, Set<String>>();
    try (var files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        var found = EVENT.matcher(Files.readString(file));
        while (found.find()) {
          collect(events, found.group(1), FIELD, found.group(2));
        }
      }
    }
    return events;
  }

  private static void collect(
      Map<String, Set<String>> events, String name, Pattern field, String text) {
    var fields = events.computeIfAbsent(name, _ -> new TreeSet<>());
    field.matcher(text).results().forEach(found -> fields.add(found.group(1)));
  }
}
