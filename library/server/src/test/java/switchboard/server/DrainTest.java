package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.Readiness;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;

/** Drains: calls that end immediately, within the grace period, or by a reset. */
@ParameterizedClass
@MethodSource("everyStrategyEverywhere")
class DrainTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Strategy strategy;
  private final Place place;
  private final Board board;
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final AtomicBoolean sawDraining = new AtomicBoolean();

  DrainTest(Strategy strategy, Place place) {
    this.strategy = strategy;
    this.place = place;
    this.board = new Board(place);
  }

  static Stream<Arguments> everyStrategyEverywhere() {
    return StrategyTest.everyStrategyEverywhere();
  }

  @AfterEach
  void close() {
    answer.countDown();
    board.close();
  }

  private Server start(ConnectionHandler service) throws IOException {
    return board.start(Server.builder(service).strategy(strategy));
  }

  /** Repeatedly reads a line, waits until the test permits the reply, and replies. */
  private void thinkAndAnswer(Connection connection) throws Exception {
    for (String line = Board.nextLine(connection);
        line != null;
        line = Board.nextLine(connection)) {
      inside.countDown();
      answer.await();
      sawDraining.set(Call.current().isDraining());
      connection.sink().writeLine(line).flush();
    }
  }

  /** Drains the server, and asserts that the drain takes only a small part of {@code grace}. */
  private static void drainQuickly(Server server, Duration grace) {
    long start = System.nanoTime();
    server.drain(grace);
    assertTrue(System.nanoTime() - start < grace.dividedBy(3).toNanos(), "it does not wait");
  }

  @Test
  void aCallBetweenMessagesEndsAtOnce() throws Exception {
    Server server = start(Board::echoLines);
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var hearing =
        board.meanwhile(() -> {
          assertEquals("", caller.hearAll());
          caller.hangUp();
        });
    drainQuickly(server, LONG);
    hearing.result();
    assertEquals(1, server.counters().closed(CloseReason.DONE));
    server.awaitStop();
  }

  @Test
  void aCallBeforeItsFirstMessageEndsAtOnce() throws Exception {
    Server server = start(Board::echoLines);
    Caller caller = board.call(server);
    Board.await("the call is served", () -> server.counters().accepted() == 1);
    var hearing =
        board.meanwhile(() -> {
          assertEquals("", caller.hearAll());
          caller.hangUp();
        });
    drainQuickly(server, LONG);
    hearing.result();
  }

  @Test
  void aCallInsideAMessageGetsItsAnswerAndThenEnds() throws Exception {
    Server server = start(this::thinkAndAnswer);
    Caller caller = board.call(server);
    caller.say("question");
    inside.await();
    assertFalse(server.isDraining());
    var draining = board.meanwhile(() -> server.drain(LONG)).awaitBlocked();
    assertTrue(server.isDraining());
    assertFalse(draining.isDone());
    answer.countDown();
    assertEquals("question\n", caller.hearAll());
    caller.hangUp();
    draining.result();
    assertTrue(sawDraining.get(), "the handler sees that the server is draining");
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void aNextMessageThatHasBegunMayBeFinished() throws Exception {
    Server server = start(Board::echoLines);
    Caller caller = board.call(server);
    caller.connection().sink().writeText("first\nsec").flush();
    assertEquals("first", caller.hear());
    var draining = board.meanwhile(() -> server.drain(LONG)).awaitBlocked();
    caller.say("ond");
    assertEquals("second\n", caller.hearAll());
    caller.hangUp();
    draining.result();
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void aDeadlineThatHasPassedTakesNobodysGraceAway() throws Exception {
    Server server = start(this::thinkAndAnswer);
    Caller caller = board.call(server);
    caller.say("question");
    inside.await();
    var draining =
        board
            .meanwhile(() -> {
              try (var _ = Deadline.after(Duration.ZERO)) {
                server.drain(LONG);
              }
            })
            .awaitBlocked();
    answer.countDown();
    assertEquals("question\n", caller.hearAll());
    caller.hangUp();
    draining.result();
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void pastTheGracePeriodACallerIsAborted() throws Exception {
    Server server = start(this::thinkAndAnswer);
    Caller caller = board.call(server);
    caller.say("question");
    inside.await();
    server.drain(Duration.ofMillis(50));
    assertEquals(1, server.counters().closed(CloseReason.DRAINED));
    assertEquals(0, server.counters().active());
    if (place == Place.UNIX) { // Unix sockets have no reset
      assertEquals("", caller.hearAll());
    } else {
      assertThrows(ConnectionLostException.class, caller::hearAll);
    }
  }

  @Test
  void aCallerWhoDoesNotReadHisAnswerIsAborted() throws Exception {
    Server server =
        start(connection -> {
          connection.source().readByte();
          while (true) {
            connection.write(ByteBuffer.allocate(100_000));
          }
        });
    Caller caller = board.call(server);
    caller.say("talk");
    caller.connection().awaitReadable();
    server.drain(Duration.ofMillis(50));
    assertEquals(1, server.counters().closed(CloseReason.DRAINED));
  }

  @Test
  void aServiceThatSelectsHearsOfTheEndToo() throws Exception {
    Server server =
        start(connection -> {
          var piece = ByteBuffer.allocate(100);
          while (connection.tryRead(piece) >= 0) {
            piece.flip();
            connection.write(piece);
            connection.messageComplete();
            piece.clear();
            Readiness.select(List.of(connection), List.of());
          }
        });
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    var hearing =
        board.meanwhile(() -> {
          assertEquals("", caller.hearAll());
          caller.hangUp();
        });
    drainQuickly(server, LONG);
    hearing.result();
    assertEquals(1, server.counters().closed(CloseReason.DONE));
  }

  @Test
  void aServiceMayCloseItsServer() throws Exception {
    var server = new Server[1];
    server[0] =
        start(connection -> {
          connection.source().readLine(100);
          server[0].close();
          connection.sink().writeLine("the server closes").flush();
        });
    Caller caller = board.call(server[0]);
    caller.say("close");
    assertEquals("the server closes\n", caller.hearAll());
    caller.hangUp();
    server[0].awaitStop();
    assertEquals(1, server[0].counters().closed(CloseReason.DONE));
    assertThrows(ConnectionRefusedException.class, () -> board.call(server[0]));
  }

  @Test
  void closingTwiceIsFineAndTheSecondShortensTheGrace() throws Exception {
    Server server = start(this::thinkAndAnswer);
    Caller caller = board.call(server);
    caller.say("question");
    inside.await();
    var patient = board.meanwhile(() -> server.drain(LONG)).awaitBlocked();
    server.drain(Duration.ofMillis(50));
    patient.result();
    server.close();
    server.awaitStop();
    assertEquals(1, server.counters().closed(CloseReason.DRAINED));
  }

  @Test
  void whenItIsClosedItsPlaceIsFree() throws Exception {
    Server server = start(Board::echoLines);
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    caller.hangUp();
    server.close();
    assertThrows(ConnectionRefusedException.class, () -> board.call(server));
    Server next =
        board.add(
            Server.builder(Board::echoLines)
                .network(board.network())
                .strategy(strategy)
                .listen(server.endpoint())
                .start());
    assertEquals("hello again", board.call(next).ask("hello again"));
  }
}
