package switchboard.server.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.contracts.TestTask;
import switchboard.net.ConnectionLostException;
import switchboard.server.Board;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.CloseReason;
import switchboard.server.Logged;
import switchboard.server.Server;
import switchboard.server.Strategy;

/** The end of calls: graceful, by a failure, or because the connection is lost. */
@ParameterizedClass
@EnumSource(Place.class)
class LingeringCloseTest {
  private final Place place;
  private final Board board;
  private final Logged logged = new Logged("switchboard.server").everything();

  LingeringCloseTest(Place place) {
    this.place = place;
    this.board = new Board(place).timeless();
  }

  @AfterEach
  void close() {
    board.close();
    logged.close();
  }

  private static void awaitClosed(Server server, CloseReason reason, int count) {
    Board.await(
        count + " calls have ended: " + reason, () -> server.counters().closed(reason) == count);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void theLastSentenceArrivesAlthoughTheCallerSendsOn(Strategy strategy) throws Exception {
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      connection.source().readByte();
                      connection.sink().writeLine("that is enough, goodbye");
                    })
                .strategy(strategy));
    for (int i = 0; i < 5; i++) {
      Caller caller = board.call(server);
      caller.connection().write(ByteBuffer.allocate(1_000_000));
      assertEquals("that is enough, goodbye\n", caller.hearAll());
      caller.hangUp();
    }
    awaitClosed(server, CloseReason.DONE, 5);
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aServiceThatGivesUpStillGetsItsLastSentenceThrough(Strategy strategy) throws Exception {
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      connection.sink().writeLine("I don't understand");
                      throw new ProtocolException("nonsense");
                    })
                .strategy(strategy));
    Caller caller = board.call(server);
    caller.connection().write(ByteBuffer.allocate(100_000));
    assertEquals("I don't understand\n", caller.hearAll());
    caller.hangUp();
    awaitClosed(server, CloseReason.ENDED, 1);
    assertEquals(1, logged.count("nonsense"));
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aServiceThatFailsResetsItsOwnCallerAndServesTheOthersOn(Strategy strategy) throws Exception {
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      String line = connection.source().readLine(100);
                      switch (line) {
                        case "fail" -> throw new IllegalStateException("a mistake");
                        case "fail badly" -> throw new AssertionError("a bad mistake");
                        case null, default -> connection.sink().writeLine("fine").flush();
                      }
                    })
                .strategy(strategy));
    for (String order : new String[] {"fail", "fail badly", "fail"}) {
      Caller victim = board.call(server);
      victim.say(order);
      if (place == Place.UNIX) { // Unix sockets have no reset
        assertEquals("", victim.hearAll());
      } else {
        assertThrows(ConnectionLostException.class, victim::hearAll);
      }
      Caller other = board.call(server);
      assertEquals("fine", other.ask("work"));
      other.hangUp();
    }
    awaitClosed(server, CloseReason.FAILED, 3);
    awaitClosed(server, CloseReason.DONE, 3);
    assertEquals(3, logged.count("the handler failed for"));
  }

  @ParameterizedTest
  @EnumSource(Strategy.class)
  void aServiceMayReturnWhileItsHelperStillReads(Strategy strategy) throws Exception {
    Server server =
        board.start(
            Server.builder(
                    connection -> {
                      board.meanwhile(() -> connection.source().readAll(1 << 24)).awaitBlocked();
                      connection.sink().writeLine("goodbye");
                    })
                .strategy(strategy));
    for (int i = 1; i <= 3; i++) {
      Caller caller = board.call(server);
      assertEquals("goodbye\n", caller.hearAll());
      caller.hangUp();
      awaitClosed(server, CloseReason.DONE, i);
    }
    assertEquals(List.of(), logged.shown(), "nothing has gone wrong");
  }

  @Test
  void aSecondReaderIsToldSoAndDoesNotHideTheFirst() throws Exception {
    var helper = new AtomicReference<TestTask<Boolean>>();
    Server server =
        board.start(connection -> {
          helper.set(board.meanwhile(() -> connection.source().readLine(100)).awaitBlocked());
          assertThrows(IllegalStateException.class, connection::awaitReadable);
        });
    Caller caller = board.call(server);
    assertEquals("", caller.hearAll());
    caller.hangUp();
    awaitClosed(server, CloseReason.DONE, 1);
    helper.get().result(); // the helper has received EOF, although the handler had returned
  }

  @Test
  void aCallerWhoVanishesIsLostAndTheOthersAreServedOn() throws Exception {
    Server server = board.start(Board::echoLines);
    Caller other = board.call(server);
    other.ask("hello");
    Caller vanisher = board.call(server);
    vanisher.ask("hello");
    vanisher.connection().abort();
    boolean knowsResets = place != Place.UNIX;
    awaitClosed(server, knowsResets ? CloseReason.LOST : CloseReason.DONE, 1);
    assertEquals("still here", other.ask("still here"));
  }

  @Test
  void aServiceMayCloseItsConnectionItself() throws Exception {
    Server server =
        board.start(connection -> {
          connection.sink().writeLine("goodbye").flush();
          connection.close();
          connection.source().readLine(100);
        });
    assertEquals("goodbye\n", board.call(server).hearAll());
    awaitClosed(server, CloseReason.DONE, 1);
    assertEquals(List.of(), logged.shown(), "nothing has gone wrong");
  }

  @Test
  void wrongInputEndsItsOwnCallAndNoOther() throws Exception {
    Server server = board.start(Board::echoLines);
    Caller other = board.call(server);
    assertEquals("before", other.ask("before"));

    Caller endless = board.call(server);
    var sending = board.meanwhile(() -> sendWithoutLineEnd(endless));
    awaitClosed(server, CloseReason.ENDED, 1);
    sending.result();
    assertEquals("meanwhile", other.ask("meanwhile"));

    Caller garbage = board.call(server);
    garbage.connection().write(ByteBuffer.wrap(new byte[] {(byte) 0xC3, 0x28, 0, -1, '\n'}));
    assertEquals("", garbage.hearAll());
    garbage.hangUp();
    awaitClosed(server, CloseReason.ENDED, 2);
    assertEquals("after", other.ask("after"));
  }

  /** Sends ten megabytes without a line end. The server reads only the first bytes. */
  private static void sendWithoutLineEnd(Caller caller) {
    try {
      for (int i = 0; i < 160; i++) {
        caller.connection().write(ByteBuffer.wrap("x".repeat(65_536).getBytes(US_ASCII)));
      }
    } catch (IOException closed) {
      caller.hangUp();
    }
  }
}
