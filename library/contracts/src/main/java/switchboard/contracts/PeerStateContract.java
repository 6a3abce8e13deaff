package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.PeerState;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.Capability;

/**
 * Requires that an engine with {@link Capability#PEER_STATE} reports when the peer has shut down
 * its output, and when the connection is lost, even if the program does not read from the
 * connection. {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface PeerStateContract extends NetworkContract {
  /**
   * The maximum time to wait for a notification. A notification normally takes only milliseconds.
   */
  Duration NEWS = Duration.ofSeconds(10);

  private boolean tells() {
    return network().capabilities().contains(Capability.PEER_STATE);
  }

  /** A callback that counts how often it was called. */
  final class Told implements Runnable {
    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

    private Told() {}

    @Override
    public void run() {
      times.incrementAndGet();
      first.countDown();
    }

    boolean once() throws InterruptedException {
      return first.await(NEWS.toNanos(), TimeUnit.NANOSECONDS) && times.get() == 1;
    }

    boolean yet() {
      return times.get() > 0;
    }
  }

  @Test
  default void anEngineThatCannotTellOfThePeerSaysUnknownAndNeverTells(TestScope scope)
      throws Exception {
    if (tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    var told = new Told();
    Registration watch = pair.server().onPeerHangup(told);
    assertEquals(PeerState.UNKNOWN, pair.server().peerState());
    pair.client().close();
    pair.server().awaitReadable();
    assertEquals(PeerState.UNKNOWN, pair.server().peerState());
    assertFalse(told.yet());
    watch.cancel();
  }

  @Test
  default void aPeerThatHasSentBytesAndNoEndIsOpen(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    assertEquals(PeerState.OPEN, pair.server().peerState());
    var told = new Told();
    pair.server().onPeerHangup(told);
    pair.client().write(TestBytes.text("unread"));
    pair.server().awaitReadable();
    assertEquals(PeerState.OPEN, pair.server().peerState());
    pair.server().shutdownOutput();
    assertEquals(
        PeerState.OPEN,
        pair.server().peerState(),
        "shutting down this side's output does not change the peer");
    assertFalse(told.yet());
    assertEquals("unread", TestBytes.readText(pair.server(), 6));
  }

  @Test
  default void theEndOfThePeersOutputIsToldBehindBytesThatNobodyHasRead(TestScope scope)
      throws Exception {
    if (!tells()) {
      return;
    }
    for (int unread : new int[] {0, 1, 4096}) {
      TestScope.Pair pair = pair(scope);
      Connection server = pair.server();
      var told = new Told();
      server.onPeerHangup(told);
      byte[] bytes = TestBytes.random(unread, unread);
      pair.client().write(ByteBuffer.wrap(bytes));
      pair.client().shutdownOutput();
      assertTrue(told.once());
      assertEquals(PeerState.HALF_CLOSED, server.peerState());
      var later = new Told();
      server.onPeerHangup(later);
      assertTrue(later.once(), "a registration after EOF is notified at once");
      assertArrayEquals(bytes, TestBytes.readAll(server));
      assertEquals(PeerState.HALF_CLOSED, server.peerState());
      server.write(TestBytes.text("answer"));
      assertEquals("answer", TestBytes.readText(pair.client(), 6));
      assertTrue(told.once());
    }
  }

  @Test
  default void aPeerThatClosesIsToldToAThreadThatDoesNotRead(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    var told = new Told();
    pair.server().onPeerHangup(told);
    pair.client().close();
    assertTrue(told.once());
    assertNotEquals(PeerState.OPEN, pair.server().peerState());
    assertEquals(0, TestBytes.readAll(pair.server()).length);
  }

  @Test
  default void aResetMakesThePeerGoneBeforeAndAfterItIsRead(TestScope scope) throws Exception {
    if (!tells() || listenEndpoint().scheme().equals("unix")) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    var told = new Told();
    pair.server().onPeerHangup(told);
    pair.client().abort();
    assertTrue(told.once());
    for (int round = 0; round < 3; round++) {
      assertEquals(PeerState.DISCONNECTED, pair.server().peerState());
      assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  default void aCancelledHangupRegistrationIsNotNotified(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    var withdrawn = new Told();
    var kept = new Told();
    pair.server().onPeerHangup(withdrawn).cancel();
    pair.server().onPeerHangup(kept);
    pair.client().close();
    assertTrue(kept.once());
    assertFalse(withdrawn.yet());
  }

  @Test
  default void closingTellsWhoWaitsForThePeerAndAfterwardsNothingIsKnown(TestScope scope)
      throws Exception {
    if (!tells()) {
      return;
    }
    for (boolean reset : new boolean[] {false, true}) {
      TestScope.Pair pair = pair(scope);
      var told = new Told();
      pair.client().onPeerHangup(told);
      if (reset) {
        pair.client().abort();
      } else {
        pair.client().close();
      }
      assertTrue(told.once());
      assertEquals(PeerState.UNKNOWN, pair.client().peerState());
      var later = new Told();
      pair.client().onPeerHangup(later);
      assertTrue(later.once());
    }
  }

  @Test
  default void thePeersEndIsUnknownOnceThisSideHasShutItsInput(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    pair.client().shutdownInput();
    assertEquals(PeerState.UNKNOWN, pair.client().peerState());
  }
}
