package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.net.Interest;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.internal.Internals;
import switchboard.server.internal.Traffic;
import switchboard.testkit.ManualTicker;

/** Idle timeouts, first-byte timeouts and slow handlers, with a manual clock. */
class TimeLimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTicker ticker = new ManualTicker();
  private final Board board = new Board(Place.MEMORY);
  private final Logged logged = new Logged("switchboard.server");

  @BeforeEach
  void turnTimeByHand() {
    board.network(board.network().withTicker(ticker));
  }

  @AfterEach
  void close() {
    board.close();
    logged.close();
  }

  private Server start(ConnectionHandler service, Limits limits) throws IOException {
    return board.start(Server.builder(service).limits(limits));
  }

  /** Advances the clock in steps of a second, with a round of the idle monitor after each step. */
  private void pass(int seconds) throws InterruptedException {
    for (int i = 0; i < seconds; i++) {
      ticker.awaitParked(1);
      ticker.advance(SECOND);
    }
    ticker.awaitParked(1);
  }

  /** Advances the clock until a call is ended, and then by the time of a lingering close. */
  private void passUntilClosed(int secondsMax, Server server, CloseReason reason)
      throws InterruptedException {
    for (int i = 0; i < secondsMax && server.counters().closed(reason) == 0; i++) {
      Board.await(
          "the idle monitor waits, or sleeps since there is no call",
          () -> ticker.parked() > 0 || server.counters().active() == 0);
      ticker.advance(SECOND);
    }
    Board.await(
        "the idle monitor has ended a call: " + reason,
        () -> Internals.ended(server) > 0 || server.counters().closed(reason) == 1);
    Board.await(
        "that call is over: " + reason,
        () -> server.counters().closed(reason) == 1 || passed()); // the time of a lingering close
  }

  /**
   * Waits until {@code services} handlers are blocked, because handlers may still be starting or
   * writing.
   */
  private static void awaitWaiting(Server server, int services) {
    Board.await(services + " handlers are blocked", () -> Internals.blocked(server) == services);
  }

  @Test
  void anIdleCallIsClosed() throws Exception {
    Server server = start(Board::echoLines, Limits.standard().idleTimeout(Duration.ofSeconds(10)));
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    pass(9);
    assertEquals("still here", caller.ask("still here"));
    awaitWaiting(server, 1);
    pass(9);
    assertEquals(1, server.counters().active());
    passUntilClosed(10, server, CloseReason.IDLE);
    assertEquals("", caller.hearAll());
  }

  @Test
  void aCallerWhoDribblesIsNotIdle() throws Exception {
    Server server = start(Board::echoLines, Limits.standard().idleTimeout(Duration.ofSeconds(3)));
    Caller caller = board.call(server);
    for (int i = 0; i < 20; i++) {
      caller.connection().write(ByteBuffer.wrap(new byte[] {'x'}));
      int bytes = i + 1;
      Board.await("the byte has arrived", () -> Internals.activity(server) == bytes);
      pass(2);
    }
    assertEquals("x".repeat(20), caller.ask(""));
  }

  @Test
  void whoNeverReadsIsAbortedWhenNothingMovesAnyMore() throws Exception {
    Server server =
        start(
            TimeLimitsTest::talkWithoutEnd, Limits.standard().idleTimeout(Duration.ofSeconds(10)));
    Caller caller = board.call(server);
    awaitWaiting(server, 1); // blocked in a write; bytes are transferred until the buffers are full
    pass(9);
    assertEquals(1, server.counters().active());
    passUntilClosed(10, server, CloseReason.IDLE);
    assertThrows(ConnectionLostException.class, () -> caller.connection().source().skip(1 << 30));
  }

  @Test
  void whoNeitherSpeaksNorReadsIsAbortedWhenTheFirstByteIsDue() throws Exception {
    Server server =
        start(
            TimeLimitsTest::talkWithoutEnd,
            Limits.standard().firstByteTimeout(Duration.ofSeconds(5)));
    Caller caller = board.call(server);
    awaitWaiting(server, 1); // blocked in a write
    passUntilClosed(10, server, CloseReason.NO_FIRST_BYTE);
    assertThrows(ConnectionLostException.class, () -> caller.connection().source().skip(1 << 30));
  }

  @Test
  void whoReadsSlowlyButSteadilyIsNotIdleHoweverLongTheWrite() throws Exception {
    int bytes = 1_000_000;
    Server server =
        start(
            connection -> connection.write(ByteBuffer.allocate(bytes)),
            Limits.standard().idleTimeout(Duration.ofSeconds(3)));
    Caller caller = board.call(server);
    for (int i = 1; i <= 10; i++) {
      long filled = Internals.activity(server);
      caller.connection().source().skip(20_000);
      Board.await("the write has made progress", () -> Internals.activity(server) > filled);
      pass(2);
    }
    caller.connection().source().skip(bytes - 200_000);
    assertEquals("", caller.hearAll());
  }

  @Test
  void aWriterWhoIsDoneDoesNotHideAnotherOne() {
    var writes = new Traffic();
    var same = ByteBuffer.allocate(10); // transfers of equal buffers must be counted separately
    var first = writes.begin(same);
    var second = writes.begin(ByteBuffer.allocate(10));
    same.position(4);
    writes.end(first);
    assertTrue(writes.areOpen());
    assertEquals(4, writes.gone());
    writes.end(second);
    assertFalse(writes.areOpen());
  }

  private static void talkWithoutEnd(Connection connection) throws IOException {
    while (true) {
      connection.write(ByteBuffer.allocate(10_000));
    }
  }

  @Test
  void theFirstByteMustComeInTime() throws Exception {
    Server server =
        start(Board::echoLines, Limits.standard().firstByteTimeout(Duration.ofSeconds(5)));
    Caller talker = board.call(server);
    assertEquals("hello", talker.ask("hello"));
    Caller silent = board.call(server);
    awaitWaiting(server, 2);
    pass(4);
    assertEquals(2, server.counters().active());
    passUntilClosed(10, server, CloseReason.NO_FIRST_BYTE);
    assertEquals("", silent.hearAll());
    assertEquals("I am still here", talker.ask("I am still here"));
  }

  @Test
  void aGreetingIsNotAFirstByteOfTheCaller() throws Exception {
    Server server =
        start(
            connection -> {
              connection.sink().writeLine("welcome").flush();
              Board.echoLines(connection);
            },
            Limits.standard().firstByteTimeout(Duration.ofSeconds(5)));
    Caller silent = board.call(server);
    assertEquals("welcome", silent.hear());
    awaitWaiting(server, 1);
    pass(4);
    assertEquals(1, server.counters().active());
    passUntilClosed(10, server, CloseReason.NO_FIRST_BYTE);
    assertEquals("", silent.hearAll());
  }

  @Test
  void aSlowServiceIsNamedOnceUntilItMovesAgain() throws Exception {
    var done = new CountDownLatch(1);
    var serving = new AtomicReference<Thread>();
    Server server =
        start(
            connection -> {
              serving.set(Thread.currentThread());
              connection.source().readLine(100);
              done.await();
              connection.sink().writeLine("at last").flush();
              connection.source().readLine(100);
            },
            Limits.standard().slowHandlerThreshold(Duration.ofSeconds(3)));
    Caller caller = board.call(server);
    caller.say("think");
    Board.await("the handler is slow", () -> logged.find("has been busy") != null || passed());
    String line = logged.find("has been busy");
    assertTrue(
        line.matches("#1 the handler for 127.0.0.1:\\d+ has been busy for \\d+ ms on .*"), line);
    pass(20);
    assertEquals(1, logged.count("has been busy"));
    assertEquals(1, server.counters().slowHandlers());
    done.countDown();
    assertEquals("at last", caller.hear());
    awaitWaiting(serving);
    pass(20);
    assertEquals(1, logged.count("has been busy"), "a handler that waits for its peer is not busy");
  }

  @Test
  void whoWasToldThatThereIsSomethingToReadDoesNotWaitForItAnyMore() throws Exception {
    var serving = new AtomicReference<Thread>();
    var ready = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Server server =
        start(
            connection -> {
              serving.set(Thread.currentThread());
              connection.onReady(Interest.READ, ready::countDown);
              done.await();
            },
            Limits.standard().slowHandlerThreshold(Duration.ofSeconds(3)));
    Caller caller = board.call(server);
    awaitWaiting(serving);
    pass(10);
    assertEquals(0, server.counters().slowHandlers());
    caller.say("here you are");
    ready.await();
    pass(5);
    assertEquals(1, server.counters().slowHandlers());
    done.countDown();
  }

  @Test
  void whoHasWaitedLongForHisCallerHasNotBeenBusyMeanwhile() throws Exception {
    var serving = new AtomicReference<Thread>();
    var thinking = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Server server =
        start(
            connection -> {
              serving.set(Thread.currentThread());
              connection.source().readLine(100);
              thinking.countDown();
              done.await();
            },
            Limits.standard().slowHandlerThreshold(Duration.ofSeconds(3)));
    Caller caller = board.call(server);
    awaitWaiting(serving);
    pass(20);
    caller.connection().shutdownOutput();
    thinking.await();
    pass(2);
    assertEquals(0, server.counters().slowHandlers());
    pass(3);
    assertEquals(1, server.counters().slowHandlers(), "now it has been busy");
    done.countDown();
  }

  /** Waits until the handler is blocked, because a handler that is not blocked counts as busy. */
  private static void awaitWaiting(AtomicReference<Thread> serving) {
    Board.await(
        "the handler is blocked",
        () -> serving.get() != null && serving.get().getState() == Thread.State.WAITING);
  }

  private boolean passed() {
    ticker.advance(SECOND);
    return false;
  }

  @Test
  void whileACallerWaitsForHisTurnHisTimeDoesNotRun() throws Exception {
    Server server =
        board.start(
            Server.builder(Board::echoLines)
                .listen(board.anywhere())
                .strategy(Strategy.SEQUENTIAL)
                .limits(Limits.standard().firstByteTimeout(Duration.ofSeconds(5))));
    Caller first = board.call(server);
    assertEquals("first", first.ask("first"));
    Caller second = board.call(Endpoint.of(server.addresses().getLast()));
    Board.await("the second connection is accepted", () -> server.counters().accepted() == 2);
    pass(20);
    first.hangUp();
    assertEquals("second", second.ask("second"));
    assertEquals(0, server.counters().closed(CloseReason.NO_FIRST_BYTE));
  }

  @Test
  void aLimitOfAgesIsNeverReachedAndDisturbsNoOther() throws Exception {
    var ages = Duration.ofSeconds(Long.MAX_VALUE);
    Server server =
        start(
            Board::echoLines,
            Limits.standard()
                .connections(9, Limits.Overload.BACKPRESSURE)
                .perAddress(9)
                .idleTimeout(ages)
                .firstByteTimeout(Duration.ofSeconds(5))
                .slowHandlerThreshold(ages));
    Caller talker = board.call(server);
    assertEquals("hello", talker.ask("hello"));
    board.call(server);
    awaitWaiting(server, 2);
    passUntilClosed(10, server, CloseReason.NO_FIRST_BYTE);
    assertEquals("still here", talker.ask("still here"));
  }

  @Test
  void aLogThatFailsDoesNotEndTheIdleMonitor() throws Exception {
    logged.failAt("has been busy");
    var thinking = new CountDownLatch(1);
    var done = new CountDownLatch(1);
    Server server =
        start(
            connection -> {
              if (connection.source().readByte() == 't') {
                thinking.countDown();
                done.await();
              }
              Board.echoLines(connection);
            },
            Limits.standard()
                .slowHandlerThreshold(Duration.ofSeconds(1))
                .idleTimeout(Duration.ofSeconds(9)));
    board.call(server).say("think");
    thinking.await();
    pass(4);
    assertEquals(1, server.counters().slowHandlers());
    board.call(server).say("and you?");
    awaitWaiting(server, 2);
    passUntilClosed(20, server, CloseReason.IDLE);
    done.countDown();
  }

  @Test
  void whenTheServerIsClosedTheIdleMonitorEndsAlthoughTimeStandsStill() throws Exception {
    Server server = start(Board::echoLines, Limits.standard());
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    ticker.awaitParked(1);
    caller.hangUp();
    server.close();
    Board.await("no thread waits for this clock", () -> ticker.parked() == 0);
  }
}
