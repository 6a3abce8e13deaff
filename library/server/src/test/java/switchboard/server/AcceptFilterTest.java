package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Address;
import switchboard.server.Board.Caller;
import switchboard.server.Limits.Overload;
import switchboard.server.internal.Internals;

/**
 * Tests that an accept filter decides before a connection acquires a slot, and cannot stop a
 * server.
 */
@ParameterizedClass
@MethodSource("everything")
class AcceptFilterTest {
  private static final int WAIT_SECONDS = 20;

  private final Strategy strategy;
  private final Board board;
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();
  private final BlockingQueue<Address> asked = new LinkedBlockingQueue<>();

  AcceptFilterTest(Over.With with) {
    this.strategy = with.strategy();
    this.board = with.over().board();
  }

  static List<Over.With> everything() {
    return Over.everything();
  }

  @AfterEach
  void close() {
    board.close();
  }

  private final class Reports implements CallObserver {
    @Override
    public void opened(long call, Address remote) {
      reports.add("opened " + call + " " + remote);
    }

    @Override
    public void rejected(long call, Address remote, String reason) {
      reports.add("rejected " + call + " " + remote + " " + reason);
    }
  }

  private Server start(AcceptFilter filter, Limits limits) throws IOException {
    return board.start(
        Server.builder(Board::echoLines)
            .strategy(strategy)
            .limits(limits)
            .observer(new Reports())
            .rejectionMessage("no\n")
            .acceptFilter(remote -> {
              asked.add(remote);
              return filter.accepts(remote);
            }));
  }

  private String report() throws InterruptedException {
    return String.valueOf(reports.poll(WAIT_SECONDS, TimeUnit.SECONDS));
  }

  private Address asked() throws InterruptedException {
    Address address = asked.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (address == null) {
      throw new AssertionError("the filter was not asked");
    }
    return address;
  }

  /** Connects, and checks that the connection is reset. */
  private void assertReset(Server server) {
    // If the reset arrives before connect has returned, connect fails instead of the read.
    assertThrows(IOException.class, () -> board.call(server).hearAll());
  }

  @Test
  void aConnectionThatTheFilterRejectsIsResetCountedAndReported() throws Exception {
    var rejects = new AtomicInteger(1);
    Server server = start(_ -> rejects.getAndDecrement() <= 0, Limits.standard());
    assertReset(server);
    Address rejected = asked();
    assertEquals("rejected 1 " + rejected + " rejected by the accept filter", report());
    assertEquals(1, server.counters().accepted());
    assertEquals(1, server.counters().closed(CloseReason.REJECTED));
    assertEquals(0, server.counters().overloads());
    assertEquals(0, server.counters().active());
    Caller caller = board.call(server);
    assertEquals("hello", caller.ask("hello"));
    assertEquals(caller.connection().local(), asked());
    assertEquals("opened 2 " + caller.connection().local(), report());
  }

  @Test
  void theFilterIsAskedBeforeTheConnectionWaitsForASlot() throws Exception {
    if (strategy == Strategy.SEQUENTIAL) {
      return; // a sequential server accepts a connection only after the previous call has ended
    }
    var accepts = new AtomicInteger(1);
    Server server =
        start(
            _ -> accepts.getAndDecrement() > 0,
            Limits.standard().connections(1, Overload.BACKPRESSURE));
    Caller first = board.call(server);
    assertEquals("hello", first.ask("hello"));
    assertReset(server);
    assertReset(server);
    Board.await("both are counted", () -> server.counters().closed(CloseReason.REJECTED) == 2);
    assertEquals(1, Internals.slots(server));
    assertEquals(0, Internals.waiting(server));
    assertEquals("still here", first.ask("still here"));
  }

  @Test
  void aFilterThatFailsRejectsTheConnectionAndIsAskedAboutTheNext() throws Exception {
    var failures = new AtomicInteger(2);
    try (var logged = new Logged("switchboard.server")) {
      Server server =
          start(
              _ -> {
                int left = failures.getAndDecrement();
                if (left == 2) {
                  throw new IllegalStateException("this filter fails");
                }
                if (left == 1) {
                  throw new StackOverflowError("this filter fails badly");
                }
                return true;
              },
              Limits.standard());
      assertReset(server);
      assertReset(server);
      assertEquals("hello", board.call(server).ask("hello"));
      assertEquals(2, server.counters().closed(CloseReason.REJECTED));
      assertEquals(1, logged.count("the accept filter failed"));
    }
  }

  @Test
  void aFilterThatBlocksIsInterruptedAndItsConnectionRejected() throws Exception {
    var never = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var blocks = new AtomicInteger(1);
    Server server =
        start(
            _ -> {
              if (blocks.getAndDecrement() > 0) {
                try {
                  never.await();
                } catch (InterruptedException e) {
                  interrupted.countDown();
                  throw e;
                }
              }
              return true;
            },
            Limits.standard());
    assertReset(server);
    assertTrue(interrupted.await(WAIT_SECONDS, TimeUnit.SECONDS));
    assertEquals("hello", board.call(server).ask("hello"));
    assertEquals(1, server.counters().closed(CloseReason.REJECTED));
  }
}
