package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestMatrix;
import switchboard.net.Connection;
import switchboard.net.internal.TerminalText;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.Over.With;

/** The log of a server, and that a slow or failing log does not affect calls. */
class ServerLogTest {
  private static final String HOSTILE = "\u001b]0;owned\u0007\u001b[2J\r2026 INFO forged\u202e";

  static List<With> everything() {
    return Over.everything();
  }

  /** Replies to a line, or throws an exception whose message contains the line. */
  private static void serve(Connection connection) throws Exception {
    var source = connection.source();
    for (String line = source.readLine(1000); line != null; line = source.readLine(1000)) {
      if (line.startsWith("error")) {
        throw new ProtocolException("what is '" + line + "'?");
      }
      if (line.startsWith("fail")) {
        throw new IllegalStateException("failed at " + line, new IOException(line));
      }
      connection.sink().writeLine(line + " of #" + Call.current().id()).flush();
    }
  }

  private static void end(Caller caller) {
    try {
      caller.hearAll();
    } catch (IOException reset) {
      // Expected for a failed call.
    }
    caller.hangUp();
  }

  @ParameterizedTest
  @MethodSource("everything")
  void whatPeersSayIsEscapedAndNotShownAndEachLineNamesItsCall(With with) throws Exception {
    try (var logged = new Logged("switchboard.server").everything();
        Board board = with.over().board()) {
      Server server = board.start(Server.builder(ServerLogTest::serve).strategy(with.strategy()));
      for (String order : List.of("error ", "fail ")) {
        Caller caller = board.call(server);
        caller.say(order + HOSTILE);
        end(caller);
      }
      Board.await("both have ended", () -> server.counters().closed() == 2);
      Caller third = board.call(server);
      assertEquals("hello of #3", third.ask("hello"));
      third.hangUp();
      String error = logged.find("what is 'error");
      assertNotNull(error);
      assertTrue(error.startsWith("#1 "), error);
      String failure = logged.find("failed at fail");
      assertNotNull(failure);
      assertTrue(failure.startsWith("#2 "), failure);
      assertEquals(List.of(failure), logged.shown(), "errors of peers are logged at DEBUG only");
      for (String text : logged.texts()) {
        assertEquals(TerminalText.escape(text), text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "fail"})
  void fiveHundredBadPeersMakeFewLines(String order) throws Exception {
    try (var logged = new Logged("switchboard.server").everything();
        Board board = new Board(Place.MEMORY).timeless()) {
      Server server = board.start(ServerLogTest::serve);
      for (int i = 0; i < 500; i++) {
        Caller caller = board.call(server);
        caller.say(order);
        end(caller);
      }
      Board.await("all have ended", () -> server.counters().closed() == 500);
      server.close();
      assertEquals(1, logged.count("490 more of these"));
      assertEquals(11, logged.count("#"));
      assertEquals(order.equals("fail") ? 11 : 0, logged.shown().size());
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aPortScanShowsNothing(With with) throws Exception {
    try (var logged = new Logged("switchboard.server").everything();
        Board board = with.over().board()) {
      Server server =
          board.start(
              Server.builder(ServerLogTest::serve)
                  .strategy(with.strategy())
                  .limits(Limits.standard().perAddress(2)));
      for (int i = 0; i < 30; i++) {
        try {
          Connection probe = board.call(server).connection();
          if (i % 3 == 0) {
            probe.sink().writeLine("GET / HTTP/1.0").flush();
          }
          if (i % 2 == 0) {
            probe.abort();
          } else {
            probe.close();
          }
        } catch (IOException reset) {
          // Expected beyond the limit per address.
        }
      }
      Board.await("all have left", () -> server.counters().active() == 0);
      assertEquals(List.of(), logged.shown());
    }
  }

  /** A log handler that fails or blocks at each line. */
  private static final class Bad extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("switchboard.server");
    private final CountDownLatch standing = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final boolean blocks;

    Bad(boolean blocks) {
      this.blocks = blocks;
      logger.setLevel(Level.ALL);
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      standing.countDown();
      if (!blocks) {
        throw new IllegalStateException("this log is full");
      }
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      released.countDown();
      logger.removeHandler(this);
      logger.setLevel(null);
      logger.setUseParentHandlers(true);
    }
  }

  private static void assertServesAllTheSame(With with, boolean blocks) throws Exception {
    try (var bad = new Bad(blocks);
        Board board = with.over().board()) {
      Server server =
          board.start(
              Server.builder(ServerLogTest::serve)
                  .strategy(with.strategy())
                  .limits(Limits.standard().idleTimeout(Duration.ofMillis(300))));
      for (int i = 0; i < 20; i++) {
        Caller caller = board.call(server);
        caller.say(i % 2 == 0 ? "error" : "fail");
        end(caller);
      }
      bad.standing.await();
      Caller answered = board.call(server);
      assertEquals("hello of #21", answered.ask("hello"));
      assertEquals("", answered.hearAll(), "the idle timeout ends it");
      answered.hangUp();
      Board.await("all are counted", () -> server.counters().closed() == 21);
      assertEquals(1, server.counters().closed(CloseReason.IDLE));
      long before = System.nanoTime();
      server.close();
      Duration took = Duration.ofNanos(System.nanoTime() - before);
      assertTrue(took.compareTo(Server.GRACE_PERIOD) < 0, "closing took " + took);
      assertThrows(IOException.class, () -> board.call(server).hearAll());
    }
  }

  /** Returns only a sample of the cases, because each test waits for a timeout. */
  static List<With> some() {
    return TestMatrix.sample(Over.everything(), 5);
  }

  @ParameterizedTest
  @MethodSource("some")
  void aLogThatBlocksForEverStopsNeitherCallsNorLimitsNorClosing(With with) throws Exception {
    assertServesAllTheSame(with, true);
  }

  @ParameterizedTest
  @MethodSource("some")
  void aLogThatThrowsStopsNeitherCallsNorLimitsNorClosing(With with) throws Exception {
    assertServesAllTheSame(with, false);
  }

  @Test
  void overloadIsToldWhenItBeginsAndNotForEachCaller() throws Exception {
    try (var logged = new Logged("switchboard.server").everything();
        Board board = new Board(Place.MEMORY).timeless()) {
      Server server =
          board.start(
              Server.builder(ServerLogTest::serve)
                  .limits(Limits.standard().connections(2, Limits.Overload.REJECT)));
      assertEquals("hello of #1", board.call(server).ask("hello"));
      assertEquals("hello of #2", board.call(server).ask("hello"));
      for (int i = 0; i < 9; i++) {
        end(board.call(server));
      }
      Board.await("they are refused", () -> server.counters().closed() == 9);
      assertEquals(
          List.of("overload: all 2 connection slots are taken; new connections are rejected"),
          logged.shown());
      assertEquals(9, logged.count("overload: no more connections for 127.0.0.1"));
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void aSlowConsumerIsCountedAndNamedWithWhatWaited(With with) throws Exception {
    try (var logged = new Logged("switchboard.server").everything();
        Board board = with.over().board()) {
      Server server =
          board.start(
              Server.builder(
                      connection -> {
                        connection.source().readByte();
                        Call.current().slowConsumer("1,000 messages " + HOSTILE);
                        Call.current().slowConsumer("again");
                        throw new IOException("the queue was closed");
                      })
                  .strategy(with.strategy()));
      Caller slow = board.call(server);
      slow.say("");
      end(slow);
      Board.await("it has ended", () -> server.counters().closed() == 1);
      assertEquals(1, server.counters().closed(CloseReason.SLOW_CONSUMER));
      assertEquals(1, logged.count("reads too slowly: 1,000 messages"));
      assertEquals(0, logged.count("again"));
      assertEquals(List.of(), logged.shown());
    }
  }

  @ParameterizedTest
  @MethodSource("everything")
  void bytesAreCountedWhileACallGoesOnAndWhenItHasEnded(With with) throws Exception {
    try (Board board = with.over().board()) {
      Server server = board.start(Server.builder(Board::echoLines).strategy(with.strategy()));
      for (int call = 1; call <= 3; call++) {
        Caller caller = board.call(server);
        assertEquals("12345", caller.ask("12345"));
        long sum = 6L * call;
        Board.await("both ways", () -> server.counters().bytesWritten() == sum);
        assertEquals(sum, server.counters().bytesRead());
        caller.hangUp();
        int ended = call;
        Board.await("it has left", () -> server.counters().closed() == ended);
        assertEquals(sum, server.counters().bytesRead());
        assertEquals(sum, server.counters().bytesWritten());
      }
    }
  }
}
