package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import switchboard.net.Network;

/** What the line at the bottom of a terminal says. */
class ProgressTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private Progress progress(boolean terminal, Progress.Unit unit) {
    var around = new Surroundings(Network::system, Map.of(), _ -> terminal, false);
    return new Progress(around, new Voice(new ByteArrayOutputStream(), said), unit);
  }

  @Test
  void saysHowMuchHowFastAndHowLongStill() {
    var progress = progress(true, Progress.Unit.BYTES);
    assertEquals(
        "a.bin  ██████████░░░░░░░░░░  50 %  1.0 GB of 2.0 GB  100.0 MB/s  10 s left",
        progress.line("a.bin", 1_000_000_000, 2_000_000_000, Duration.ofSeconds(10)));
    assertEquals(
        "a.bin  ░░░░░░░░░░░░░░░░░░░░   0 %  1 B of 7.2 kB  1 B/s  2:00 h left",
        progress.line("a.bin", 1, 7201, Duration.ofSeconds(1)));
  }

  @Test
  void promisesNothingWhenNobodyKnowsTheEnd() {
    assertEquals(
        "ports  300  100/s",
        progress(true, Progress.Unit.COUNT).line("ports", 300, 0, Duration.ofSeconds(3)));
  }

  @Test
  void isSilentWhereNobodyLooks() {
    try (var progress = progress(false, Progress.Unit.BYTES)) {
      progress.tell("a.bin", 1, 2);
    }
    assertFalse(said.size() > 0);
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
