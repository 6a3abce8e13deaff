package switchboard.testing;

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
import switchboard.net.Selectable.Watch;
import switchboard.net.spi.Capability;

/**
 * That the end of the peer is told without taking a byte, where the engine can: a part of {@link
 * ConnectionContract}.
 */
public interface PeerStateContract extends NetworkContract {
  /** Much longer than the news takes on this machine. */
  Duration NEWS = Duration.ofSeconds(10);

  private boolean tells() {
    return network().capabilities().contains(Capability.PEER_STATE);
  }

  /** Counts how often it was told. */
  final class Told implements Runnable {
    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicInteger times = new AtomicInteger();

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
  default void anEngineThatCannotTellOfThePeerSaysUnknownAndNeverTells(Scope scope)
      throws Exception {
    if (tells()) {
      return;
    }
    Scope.Pair pair = pair(scope);
    var told = new Told();
    Watch watch = pair.server().onPeerEnd(told);
    assertEquals(PeerState.UNKNOWN, pair.server().peerState());
    pair.client().close();
    pair.server().awaitReadable();
    assertEquals(PeerState.UNKNOWN, pair.server().peerState());
    assertFalse(told.yet());
    watch.cancel();
  }

  @Test
  default void aPeerThatHasSentBytesAndNoEndIsOpen(Scope scope) throws Exception {
    if (!tells()) {
      return;
    }
    Scope.Pair pair = pair(scope);
    assertEquals(PeerState.OPEN, pair.server().peerState());
    var told = new Told();
    pair.server().onPeerEnd(told);
    pair.client().write(Bytes.text("unread"));
    pair.server().awaitReadable();
    assertEquals(PeerState.OPEN, pair.server().peerState());
    pair.server().shutdownOutput();
    assertEquals(PeerState.OPEN, pair.server().peerState(), "this side's end is not the peer's");
    assertFalse(told.yet());
    assertEquals("unread", Bytes.readText(pair.server(), 6));
  }

  @Test
  default void theEndOfThePeersOutputIsToldBehindBytesThatNobodyHasRead(Scope scope)
      throws Exception {
    if (!tells()) {
      return;
    }
    for (int unread : new int[] {0, 1, 4096}) {
      Scope.Pair pair = pair(scope);
      Connection server = pair.server();
      var told = new Told();
      server.onPeerEnd(told);
      byte[] bytes = Bytes.random(unread, unread);
      pair.client().write(ByteBuffer.wrap(bytes));
      pair.client().shutdownOutput();
      assertTrue(told.once());
      assertEquals(PeerState.ENDED, server.peerState());
      var later = new Told();
      server.onPeerEnd(later);
      assertTrue(later.once(), "who asks after the end is told as well");
      assertArrayEquals(bytes, Bytes.readAll(server));
      assertEquals(PeerState.ENDED, server.peerState());
      server.write(Bytes.text("answer"));
      assertEquals("answer", Bytes.readText(pair.client(), 6));
      assertTrue(told.once());
    }
  }

  @Test
  default void aPeerThatClosesIsToldToAThreadThatDoesNotRead(Scope scope) throws Exception {
    if (!tells()) {
      return;
    }
    Scope.Pair pair = pair(scope);
    var told = new Told();
    pair.server().onPeerEnd(told);
    pair.client().close();
    assertTrue(told.once());
    assertNotEquals(PeerState.OPEN, pair.server().peerState());
    assertEquals(0, Bytes.readAll(pair.server()).length);
  }

  @Test
  default void aResetMakesThePeerGoneBeforeAndAfterItIsRead(Scope scope) throws Exception {
    if (!tells() || listenEndpoint().scheme().equals("unix")) {
      return;
    }
    Scope.Pair pair = pair(scope);
    var told = new Told();
    pair.server().onPeerEnd(told);
    pair.client().abort();
    assertTrue(told.once());
    for (int round = 0; round < 3; round++) {
      assertEquals(PeerState.GONE, pair.server().peerState());
      assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  default void aWishAboutThePeerThatWasTakenBackIsNotTold(Scope scope) throws Exception {
    if (!tells()) {
      return;
    }
    Scope.Pair pair = pair(scope);
    var withdrawn = new Told();
    var kept = new Told();
    pair.server().onPeerEnd(withdrawn).cancel();
    pair.server().onPeerEnd(kept);
    pair.client().close();
    assertTrue(kept.once());
    assertFalse(withdrawn.yet());
  }

  @Test
  default void closingTellsWhoWaitsForThePeerAndAfterwardsNothingIsKnown(Scope scope)
      throws Exception {
    if (!tells()) {
      return;
    }
    for (boolean reset : new boolean[] {false, true}) {
      Scope.Pair pair = pair(scope);
      var told = new Told();
      pair.client().onPeerEnd(told);
      if (reset) {
        pair.client().abort();
      } else {
        pair.client().close();
      }
      assertTrue(told.once());
      assertEquals(PeerState.UNKNOWN, pair.client().peerState());
      var later = new Told();
      pair.client().onPeerEnd(later);
      assertTrue(later.once());
    }
  }

  @Test
  default void thePeersEndIsUnknownOnceThisSideHasShutItsInput(Scope scope) throws Exception {
    if (!tells()) {
      return;
    }
    Scope.Pair pair = pair(scope);
    pair.client().shutdownInput();
    assertEquals(PeerState.UNKNOWN, pair.client().peerState());
  }
}
