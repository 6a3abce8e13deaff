package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestMatrix;
import switchboard.contracts.TestTask;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;

/** Servers in a process of their own that have no memory left, or a log that blocks. */
class SurvivalTest {
  private static final int ATTACKERS = 8;
  private static final int BYTES_EACH = 200;
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

  private static final List<String> ACCESS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens",
          "java.base/java.lang=ALL-UNNAMED",
          "-XX:TieredStopAtLevel=1");

  @TempDir private Path directory;
  private final Board board = new Board(Place.TCP4);

  @AfterEach
  void close() {
    board.close();
  }

  static List<Strategy> strategies() {
    return TestMatrix.sample(List.of(Strategy.values()), 1);
  }

  private static List<String> options(Strategy strategy, String... more) {
    var options = new ArrayList<>(ACCESS);
    options.addAll(List.of(more));
    options.add("-Dstrategy=" + strategy);
    return options;
  }

  /** Each client makes the server use memory, and waits until its call ends. */
  private void attack(Endpoint server) {
    var attackers = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < ATTACKERS; i++) {
      attackers.add(board.meanwhile(() -> attackOnce(server)));
    }
    attackers.forEach(SurvivalTest::awaitEnd);
  }

  private void attackOnce(Endpoint server) throws IOException {
    Caller attacker = board.call(server);
    attacker.connection().write(ByteBuffer.allocate(BYTES_EACH));
    attacker.connection().shutdownOutput();
    attacker.hearAll();
    attacker.hangUp();
  }

  private static void awaitEnd(TestTask<Boolean> attacker) {
    try {
      attacker.result();
    } catch (Exception reset) {
      // Expected if there was no memory for the call.
    }
  }

  private boolean isAnswered(Endpoint server) {
    try (var _ = Deadline.after(ANSWERED_WITHIN)) {
      Caller caller = board.call(server);
      try {
        return caller.ask("").equals("kept 0");
      } finally {
        caller.hangUp();
      }
    } catch (IOException lost) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void afterAnAttackOnItsMemoryAServerAnswersOrHasEnded(Strategy strategy) throws Exception {
    var options = options(strategy, "-Xmx64m");
    try (var forked = new Forked("true", options, Jars.classPath(directory), HoardProgram.class)) {
      Endpoint server = Endpoint.parse(forked.line());
      assertTrue(isAnswered(server));
      for (int round = 0; round < 2; round++) {
        attack(server);
        boolean answered = isAnswered(server);
        OptionalInt status = forked.statusWithin(Duration.ZERO);
        if (status.isPresent()) {
          assertNotEquals(0, status.getAsInt(), "its exit status reports the failure");
          return;
        }
        assertTrue(
            answered, "neither answered nor ended after round " + round + whatIsSaid(forked));
      }
      assertTrue(forked.errors("OutOfMemoryError") > 0, "memory was exhausted");
    }
  }

  /** Returns the log of the server without stack traces. */
  private static List<String> whatIsSaid(Forked forked) {
    return forked.errors().stream().filter(line -> !line.startsWith("\tat ")).toList();
  }

  @ParameterizedTest
  @MethodSource("strategies")
  void standardErrorThatNobodyReadsStopsNothing(Strategy strategy) throws Exception {
    try (var forked =
        Forked.muted(options(strategy), Jars.classPath(directory), MutedProgram.class)) {
      Endpoint server = Endpoint.parse(forked.line());
      for (int i = 0; i < 30; i++) {
        Caller failing = board.call(server);
        failing.say("fail");
        end(failing);
        Caller next = board.call(server);
        assertEquals("hello", next.ask("hello"));
        next.hangUp();
      }
      Caller idle = board.call(server);
      assertEquals("hello", idle.ask("hello"));
      assertEquals("", idle.hearAll(), "the idle timeout is enforced");
      idle.hangUp();
      Board.await("all are counted", () -> counters(forked).contains("IDLE=1"));
      assertTrue(counters(forked).contains("FAILED=30"), counters(forked));
      forked.endInput();
      String closed = forked.line();
      long millis = Long.parseLong(closed.substring(closed.lastIndexOf(' ') + 1));
      assertTrue(millis < Server.GRACE_PERIOD.toMillis(), closed);
      assertEquals(OptionalInt.of(0), forked.statusWithin(ANSWERED_WITHIN));
    }
  }

  private static String counters(Forked forked) {
    try {
      forked.ask();
      return forked.line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Caller caller) {
    try {
      assertFalse(caller.hearAll().isEmpty(), "a failed call is reset");
    } catch (IOException reset) {
      caller.hangUp();
    }
  }
}
