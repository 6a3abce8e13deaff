package switchboard.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.contracts.TestScope;
import switchboard.net.Address;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;
import switchboard.net.spi.SystemError.Kind;
import switchboard.scan.ScriptedEngine.Event;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests the result of a scan for each outcome of a connect, in memory. */
@Timeout(30)
class PortScanTest {
  private static final Address.Inet HOST = Address.loopback(0);

  /** Returns the results by port, and checks that each port has one result. */
  private static Map<Integer, String> run(PortScan scan, String ports) throws IOException {
    var told = new TreeMap<Integer, String>();
    ScanSummary counts =
        scan.run(
            HOST,
            Ports.parse(ports),
            result -> {
              String text = result.state().displayName() + ": " + result.reason();
              assertEquals(null, told.put(result.port(), text), "reported twice");
            });
    assertEquals(told.size(), counts.total());
    return told;
  }

  private static Map<Integer, String> run(IntFunction<Event> script, String ports)
      throws IOException {
    try (var engine = new ScriptedEngine(script)) {
      var told = run(PortScan.over(engine.network()).withTimeout(Duration.ofMillis(1)), ports);
      assertEquals(0, engine.open.get(), "connects are left open");
      return told;
    }
  }

  @Test
  void listenersAreOpenAndTheOthersClosedAndNoSocketIsLeft() throws IOException {
    var engine = new MemoryEngine();
    try (var network = Network.over(engine);
        var _ = network.listen("127.0.0.1:10");
        var last = network.listen("127.0.0.1:12")) {
      assertEquals(
          Map.of(10, "open: connected", 11, "closed: refused", 12, "open: connected"),
          run(PortScan.over(network), "10-12"));
      last.accept().close();
      assertEquals(2, engine.openHandles().size(), engine.openHandles().toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          REFUSED            | Connection refused            | closed: refused
          LOST               | Connection reset by peer      | open: connected, then reset
          UNREACHABLE        | No route to host              | filtered: No route to host
          UNREACHABLE        | Connection timed out          | filtered: Connection timed out
          ADDRESS            | Permission denied             | filtered: Permission denied
          OTHER              | Operation not permitted       | filtered: Operation not permitted
          OTHER              | Host is down                  | filtered: Host is down
          OTHER              | Invalid argument              | unknown: Invalid argument
          ADDRESS            | there is no network interface | unknown: there is no network interface
          """)
  void theKernelsWordsTellWhatAPortIs(Kind kind, String words, String state) throws IOException {
    assertEquals(Map.of(7, state), run(_ -> new Event.Later(kind, words), "7"));
    assertEquals(Map.of(7, state), run(_ -> new Event.AtOnce(kind, words), "7"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OUT_OF_DESCRIPTORS | Too many open files
          OUT_OF_DESCRIPTORS | Too many open files in system
          ADDRESS            | Cannot assign requested address
          OTHER              | No buffer space available
          OTHER              | Cannot allocate memory
          """)
  void aShortageThatPassesIsWaitedForAndOneThatStaysIsTold(Kind kind, String words)
      throws Exception {
    var tries = new AtomicInteger();
    Event shortage = new Event.AtOnce(kind, words);
    assertEquals(
        Map.of(7, "closed: refused"),
        run(_ -> tries.incrementAndGet() < 4 ? shortage : Event.MEMORY, "7"));
    assertEquals(4, tries.get());

    var clock = new ManualTicker();
    try (var engine = new ScriptedEngine(port -> port == 3 ? Event.MEMORY : shortage);
        var scope = new TestScope()) {
      var scan = PortScan.over(engine.network().withTicker(clock)).withConcurrency(1);
      var task = scope.call(() -> run(scan, "1-3"));
      while (!task.isDone()) {
        clock.advance(Duration.ofSeconds(10)); // longer than any pause of the scan
        Thread.onSpinWait();
      }
      String unknown = "unknown: " + words;
      assertEquals(Map.of(1, unknown, 2, unknown, 3, "closed: refused"), task.result());
      assertEquals(13 + 1 + 1, engine.started.get(), "only the first port is retried");
    }
  }

  @Test
  void silenceIsFilteredAfterTheTimeoutOfEachTry() throws Exception {
    var clock = new ManualTicker();
    try (var engine = new ScriptedEngine(_ -> Event.SILENCE);
        var scope = new TestScope()) {
      var scan = PortScan.over(engine.network().withTicker(clock)).withTimeout(ofSeconds(5));
      var task = scope.call(() -> run(scan.withTries(3), "7,8"));
      for (int tries = 1; tries <= 3; tries++) {
        clock.awaitParked(2);
        assertEquals(2 * tries, engine.started.get());
        clock.advance(ofSeconds(4));
        assertFalse(task.isDone());
        clock.awaitParked(2);
        clock.advance(ofSeconds(1));
      }
      assertEquals(Map.of(7, "filtered: no answer", 8, "filtered: no answer"), task.result());
    }
  }

  private static Duration ofSeconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  @Test
  void noMoreTriesGoOnAtOnceThanAreAllowed() throws Exception {
    try (var engine = new ScriptedEngine(_ -> Event.SILENCE)) {
      var scan = PortScan.over(engine.network()).withTimeout(Duration.ofMillis(1));
      assertEquals(300, run(scan.withConcurrency(7), "1-300").size());
      assertTrue(engine.openMost.get() <= 7, engine.openMost + " at once");
    }
  }

  @Test
  void withRoomForFewItGoesSlowerUntilAllIsKnown() throws Exception {
    var room = new Event.AtOnce(Kind.OUT_OF_DESCRIPTORS, "Too many open files");
    var self = new ScriptedEngine[1];
    self[0] = new ScriptedEngine(_ -> self[0].open.get() >= 10 ? room : Event.SILENCE);
    try (var engine = self[0]) {
      var scan = PortScan.over(engine.network()).withTimeout(Duration.ofMillis(2));
      var told = run(scan.withConcurrency(400), "1-2000");
      assertEquals(2000, told.size());
      told.forEach((port, text) -> assertEquals("filtered: no answer", text, "port " + port));
    }
  }

  @Test
  void aDeadlineOfTheCallerCutsItAndLeavesNothingBehind() throws Exception {
    try (var engine = new ScriptedEngine(_ -> Event.SILENCE)) {
      var scan = PortScan.over(engine.network()).withTimeout(Duration.ofHours(1));
      assertThrows(
          DeadlineExceededException.class,
          () -> {
            try (var _ = Deadline.after(Duration.ofMillis(20))) {
              run(scan, "1-900");
            }
          });
      assertEquals(0, engine.open.get());
    }
  }

  @Test
  void whatTheListenerThrowsEndsTheScan() {
    try (var engine = new ScriptedEngine(port -> port == 5 ? Event.MEMORY : Event.SILENCE)) {
      var scan = PortScan.over(engine.network()).withTimeout(Duration.ofHours(1));
      var enough =
          assertThrows(
              IllegalStateException.class,
              () ->
                  scan.run(
                      HOST,
                      Ports.parse("1-9"),
                      _ -> {
                        throw new IllegalStateException("enough");
                      }));
      assertEquals("enough", enough.getMessage());
      assertEquals(0, engine.open.get());
    }
  }

  @Test
  void aHostWithoutARouteIsUnreachableAsAWhole() throws IOException {
    Event none = new Event.Later(Kind.UNREACHABLE, "No route to host");
    try (var engine = new ScriptedEngine(port -> port == 9 ? Event.MEMORY : none)) {
      var scan = PortScan.over(engine.network());
      assertTrue(scan.run(HOST, Ports.parse("1-8"), _ -> {}).isUnreachable());
      assertFalse(scan.run(HOST, Ports.parse("1-9"), _ -> {}).isUnreachable());
    }
  }
}
