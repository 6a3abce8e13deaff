package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.contracts.TestMatrix;
import switchboard.contracts.TestTask;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;

/** Tests that many calls leave no thread, descriptor or memory in use. */
@Tag("slow")
class EnduranceTest {
  private static final int CALLS = TestMatrix.isComplete() ? 10_000 : 3_000;
  private static final int AT_ONCE = 4;

  private final Board board = new Board(Place.TCP4);
  private final AtomicInteger dumps = new AtomicInteger();

  @TempDir private Path directory;

  @AfterEach
  void close() {
    board.close();
  }

  private static long descriptors() {
    var system = ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class);
    return system.getOpenFileDescriptorCount();
  }

  /** Returns the number of threads of servers, including virtual ones. */
  private long servingThreads() {
    Path dump = directory.resolve("threads" + dumps.incrementAndGet());
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
      try (var lines = Files.lines(dump)) {
        return lines.filter(line -> line.matches("#\\d+ \"switchboard.*")).count();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void thousandsOfCallsInTurnLeaveNoDescriptorAndNoThread(Strategy strategy) throws Exception {
    Server server = board.start(Server.builder(Board::echoLines).strategy(strategy));
    Caller first = board.call(server);
    assertEquals("warm up", first.ask("warm up"));
    first.hangUp();
    Board.await("the first has left", () -> server.counters().closed() == 1);
    long descriptors = descriptors();
    long threads = servingThreads();
    assertTrue(threads > 0, "threads can be seen");

    var callers = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < AT_ONCE; i++) {
      callers.add(board.meanwhile(() -> callAndHangUp(server)));
    }
    for (var caller : callers) {
      caller.result();
    }
    Board.await("all have left", () -> server.counters().closed() == CALLS + 1);
    assertEquals(CALLS + 1, server.counters().accepted());
    assertEquals(CALLS + 1, server.counters().closed(CloseReason.DONE));
    Board.await("no descriptor is left", () -> descriptors() <= descriptors);
    Board.await("no thread is left", () -> servingThreads() <= threads);
  }

  private void callAndHangUp(Server server) throws IOException {
    for (int i = 0; i < CALLS / AT_ONCE; i++) {
      var caller = new Caller(board.network().connect(server.endpoint().toString()));
      assertEquals("hello", caller.ask("hello"));
      caller.hangUp();
    }
  }

  @Test
  void aServerThatIsClosedLeavesNothingBehind() throws Exception {
    // after this step the permanent threads of the engine are running
    board.start(Board::echoLines).close();
    long descriptors = descriptors();
    long threads = servingThreads();
    for (Strategy strategy : Strategy.values()) {
      Server server = board.start(Server.builder(Board::echoLines).strategy(strategy));
      Caller caller = board.call(server);
      assertEquals("hello", caller.ask("hello"));
      var hearing =
          board.meanwhile(() -> {
            caller.hearAll();
            caller.hangUp();
          });
      server.close();
      hearing.result();
    }
    Board.await("no descriptor is left", () -> descriptors() <= descriptors);
    Board.await("no thread is left", () -> servingThreads() <= threads);
  }
}
