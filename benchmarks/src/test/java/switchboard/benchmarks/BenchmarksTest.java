package switchboard.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs each benchmark with tiny numbers. Checks the tables, but not the times. */
@Tag("slow")
class BenchmarksTest {
  private static final List<String> LAUNCHER =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-cp",
          System.getProperty("java.class.path"),
          "switchboard.cli.Main");

  @Test
  void aComparisonHasARowForEachServerUnderEachLoad() throws Exception {
    var some = List.of(ServerKind.EPOLL_LOOPS, ServerKind.NETTY_EPOLL);
    var report = new Report("compare");
    Compare.bytes(() -> some.stream().map(Contestant::of).toList()).run(Effort.least(), report);
    assertEquals(3 * some.size(), report.rows().size());
    assertTrue(report.table().contains("| Netty, epoll"), report.table());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo-cpu",
        "idle-memory",
        "fairness",
        "room",
        "bulk",
        "codecs",
        "frames",
        "paired",
        "ipc",
        "startup",
        "file",
        "scan"
      })
  void everyBenchmarkFillsItsTable(String name) throws Exception {
    var report = new Report(name);
    Objects.requireNonNull(Main.all(LAUNCHER).get(name)).run(Effort.least(), report);
    assertFalse(report.rows().isEmpty());
    assertEquals(report.rows().size() + 2, report.table().lines().count());
    assertEquals(report.rows().size(), report.json().lines().count());
    assertTrue(report.json().startsWith("{\"benchmark\":\"" + name + "\""), report.json());
    for (var cell : report.rows().stream().flatMap(List::stream).toList()) {
      if (cell instanceof Spread spread) {
        assertTrue(Double.isFinite(spread.median()), report.table());
      }
    }
  }
}
