package switchboard.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import switchboard.net.Network;

/** Tests the text of the progress line. */
class ProgressTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Progress progress(boolean terminal, Progress.Unit unit) {
    return progress(new Fake(terminal, 0), "xterm", unit);
  }

  private Progress progress(Fake terminal, String term, Progress.Unit unit) {
    var environment = new Environment(Network::system, Map.of("TERM", term), terminal, false);
    return new Progress(environment, new Console(new ByteArrayOutputStream(), said), unit);
  }

  /** Standard streams that are all terminals of the same width, or all not terminals. */
  private record Fake(boolean there, int columns) implements Environment.Terminals {
    @Override
    public boolean isTerminal(int descriptor) {
      return there;
    }

    @Override
    public int columns(int descriptor) {
      return columns;
    }
  }

  private static String longest(List<String> forms) {
    return forms.getFirst();
  }

  @Test
  void saysHowMuchHowFastAndHowLongStill() {
    var progress = progress(true, Progress.Unit.BYTES);
    assertEquals(
        "a.bin  ██████████░░░░░░░░░░  50 %  1.0 GB of 2.0 GB  100.0 MB/s  10 s left",
        longest(progress.forms("a.bin", 1_000_000_000, 2_000_000_000, Duration.ofSeconds(10))));
    assertEquals(
        "a.bin  ░░░░░░░░░░░░░░░░░░░░   0 %  1 B of 7.2 kB  1 B/s  2:00 h left",
        longest(progress.forms("a.bin", 1, 7201, Duration.ofSeconds(1))));
  }

  @Test
  void promisesNothingWhenNobodyKnowsTheEnd() {
    assertEquals(
        "ports  300  100/s",
        longest(progress(true, Progress.Unit.COUNT).forms("ports", 300, 0, Duration.ofSeconds(3))));
  }

  /**
   * Updates the progress line for longer than its refresh interval, and returns the text that was
   * printed.
   */
  private String shown(Fake terminal, String term, String what) {
    said.reset();
    try (var progress = progress(terminal, term, Progress.Unit.BYTES)) {
      for (long end = System.nanoTime() + 150_000_000L; System.nanoTime() - end < 0; ) {
        progress.tell(what, 1_000_000, 2_000_000);
      }
      return said.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void isSilentWhereNobodyLooksOrTheTerminalUnderstandsNoEscapes() {
    assertEquals("", shown(new Fake(false, 0), "xterm", "a.bin"));
    for (String term : List.of("dumb", "", "unknown")) {
      assertEquals("", shown(new Fake(true, 80), term, "a.bin"), "TERM=" + term);
    }
    assertFalse(shown(new Fake(true, 80), "xterm-never-heard-of", "a.bin").isEmpty());
  }

  @Test
  void isNeverAsWideAsTheTerminal() {
    for (int columns = 1; columns <= 120; columns++) {
      for (String name : List.of("a.bin", "日本語の長い名前のファイル.bin", "x".repeat(200), "e\u0301")) {
        var forms =
            progress(true, Progress.Unit.BYTES)
                .forms(name, 1_000_000, 2_000_000, Duration.ofSeconds(10));
        String line = StatusLine.fit(forms, columns - 1);
        int cells = new AttributedString(line).columnLength();
        assertTrue(cells < columns, columns + ": " + line);
        assertTrue(columns < 5 || line.contains("50 %"), columns + ": " + line);
      }
    }
    assertEquals("12345…", StatusLine.fit(List.of("12345678", "1234567"), 6));
    assertEquals("日本…", StatusLine.fit(List.of("日本語の"), 6));
  }

  @Test
  void amountsHaveOneDecimalAndTurnOverWhereTheyWouldRound() {
    assertEquals("999 B", Progress.bytes(999));
    assertEquals("1.0 kB", Progress.bytes(1000));
    assertEquals("999.9 kB", Progress.bytes(999_900));
    assertEquals("1.0 MB", Progress.bytes(999_951));
    assertEquals("9.2 EB", Progress.bytes(Long.MAX_VALUE));
  }
}
