package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Ticker;
import switchboard.server.Board.Caller;
import switchboard.server.Board.Place;
import switchboard.server.Limits.Overload;
import switchboard.server.internal.Internals;

/**
 * Tests the connection limits, in total and per address, and the rejection of further connections.
 */
@ParameterizedClass
@EnumSource(Place.class)
class LimitsTest {
  private final Place place;
  private final Board board;

  LimitsTest(Place place) {
    this.place = place;
    this.board = new Board(place).timeless();
  }

  @AfterEach
  void close() {
    board.close();
  }

  private Server start(Limits limits) throws IOException {
    return board.start(
        Server.builder(Board::echoLines).limits(limits).rejectionMessage("no room\n"));
  }

  private static void assertNotServed(Caller caller) {
    try (var _ = Deadline.after(Duration.ofMillis(50))) {
      assertThrows(DeadlineExceededException.class, () -> caller.connection().source().readByte());
    }
  }

  @Test
  void beyondTheLimitCallersWaitInTheBacklogAndAreServedLater() throws Exception {
    Server server = start(Limits.standard().connections(2, Overload.BACKPRESSURE));
    Caller first = board.call(server);
    Caller second = board.call(server);
    assertEquals("first", first.ask("first"));
    assertEquals("second", second.ask("second"));
    var waiting = new ArrayList<Caller>();
    for (int i = 0; i < 5; i++) {
      Caller caller = board.call(server);
      caller.say("caller " + i);
      waiting.add(caller);
    }
    Board.await("the overload is counted", () -> server.counters().overloads() == 1);
    assertNotServed(waiting.getFirst());
    assertEquals(2, server.counters().accepted());
    first.hangUp();
    for (int i = 0; i < 5; i++) {
      assertEquals("caller " + i, waiting.get(i).hear());
      waiting.get(i).hangUp();
    }
    assertEquals("still here", second.ask("still here"));
    assertEquals(7, server.counters().accepted());
    assertEquals(0, server.counters().closed(CloseReason.REJECTED));
  }

  @Test
  void whoIsRefusedWhileHeStillSendsCanReadWhy() throws Exception {
    Server server = start(Limits.standard().connections(1, Overload.REJECT));
    Caller first = board.call(server);
    assertEquals("first", first.ask("first"));
    for (int i = 1; i <= 10; i++) {
      Caller refused = board.call(server);
      refused.connection().write(ByteBuffer.allocate(300_000));
      assertEquals("no room\n", refused.hearAll());
      refused.hangUp();
      assertEquals(i, server.counters().closed(CloseReason.REJECTED));
    }
    assertEquals(10, server.counters().overloads());
    first.hangUp();
    Board.await("the first has left", () -> Internals.slots(server) == 0);
    assertEquals("served", board.call(server).ask("served"));
  }

  @ParameterizedTest
  @EnumSource(Overload.class)
  void whatFailsBeforeACallerIsServedLosesNeitherHimNorHisPlace(Overload overload)
      throws Exception {
    board.network(board.network().withTicker(new FailsFirst()));
    Server server = start(Limits.standard().connections(1, overload));
    if (place == Place.UNIX) { // Unix sockets have no reset
      assertEquals("", board.call(server).hearAll());
    } else { // the reset may arrive before connect returns
      assertThrows(ConnectionLostException.class, () -> board.call(server).hearAll());
    }
    Board.await("all is counted", () -> server.counters().active() == 0);
    assertEquals("served", board.call(server).ask("served"));
  }

  /** The system clock, except that the first query, at the start of a call, fails. */
  private static final class FailsFirst implements Ticker {
    private final AtomicBoolean failed = new AtomicBoolean();

    @Override
    public long nanos() {
      if (failed.compareAndSet(false, true)) {
        throw new OutOfMemoryError("as if there were no room for a call");
      }
      return System.nanoTime();
    }

    @Override
    public void park(Object blocker, long nanosMax) {
      LockSupport.parkNanos(blocker, nanosMax);
    }
  }

  @Test
  void aServerRefusesByAResetUnlessItIsGivenWords() throws Exception {
    var limits = Limits.standard().connections(1, Overload.REJECT);
    Server words =
        board.start(
            Server.builder(Board::echoLines).limits(limits).rejectionMessage("421 too many\r\n"));
    board.call(words).ask("hello");
    assertEquals("421 too many\r\n", board.call(words).hearAll());
    Server none = board.start(Server.builder(Board::echoLines).limits(limits));
    board.call(none).ask("hello");
    if (place == Place.UNIX) { // Unix sockets have no reset
      assertEquals("", board.call(none).hearAll());
    } else { // the reset may arrive before connect returns
      assertThrows(ConnectionLostException.class, () -> board.call(none).hearAll());
    }
  }

  @Test
  void oneAddressGetsItsShareAndNoMore() throws Exception {
    Server server = start(Limits.standard().perAddress(2));
    Caller first = board.call(server);
    Caller second = board.call(server);
    assertEquals("first", first.ask("first"));
    assertEquals("second", second.ask("second"));
    Caller third = board.call(server);
    if (place == Place.UNIX) { // clients of a Unix socket have no address
      assertEquals("third", third.ask("third"));
      return;
    }
    assertTrue(third.hearAll().contains("no room"));
    assertEquals(1, server.counters().closed(CloseReason.REJECTED));
    first.hangUp();
    Board.await("the first has left", () -> server.counters().active() == 1);
    assertEquals("again", board.call(server).ask("again"));
  }

  @Test
  void anotherAddressIsServedWhenOneHasItsShare() throws Exception {
    if (place == Place.UNIX) {
      nobodyIsLimitedByAnAddress();
      return;
    }
    Endpoint other = Endpoint.tcp(place == Place.TCP6 ? "127.0.0.1" : "::1", 0);
    Server server =
        board.start(
            Server.builder(Board::echoLines)
                .listen(other)
                .limits(Limits.standard().perAddress(1))
                .rejectionMessage("no room\n"));
    assertEquals("one", board.call(Endpoint.of(server.addresses().getFirst())).ask("one"));
    assertEquals("two", board.call(Endpoint.of(server.addresses().getLast())).ask("two"));
    assertTrue(board.call(server).hearAll().contains("no room"));
  }

  /** Clients of a Unix socket have no address, so the limit per address does not apply. */
  private void nobodyIsLimitedByAnAddress() throws Exception {
    Server server = start(Limits.standard().perAddress(1));
    assertEquals("one", board.call(server).ask("one"));
    assertEquals("two", board.call(server).ask("two"));
  }

  @Test
  void anAddressThatHasItsShareTakesNoPlaceFromTheOthers() throws Exception {
    if (place == Place.UNIX) {
      nobodyIsLimitedByAnAddress();
      return;
    }
    Server server = start(Limits.standard().connections(2, Overload.BACKPRESSURE).perAddress(1));
    Caller first = board.call(server);
    assertEquals("first", first.ask("first"));
    for (int i = 0; i < 5; i++) { // more than the limit, one after the other
      Caller refused = board.call(server);
      assertTrue(refused.hearAll().contains("no room"));
      refused.hangUp();
    }
    first.hangUp();
    Board.await("the first has left", () -> server.counters().active() == 0);
    assertEquals("next", board.call(server).ask("next"));
  }
}
