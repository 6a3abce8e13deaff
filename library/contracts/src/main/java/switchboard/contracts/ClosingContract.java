package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.Capability;

/**
 * Specifies how a connection is closed and aborted, and how closing and aborting end blocked calls.
 * {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface ClosingContract extends NetworkContract {

  @Test
  default void closeGivesThePeerTheEnd(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    TestTask<Integer> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    pair.client().close();
    assertEquals(-1, reader.result());
  }

  @Test
  default void closeMayBeRepeated(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    assertTrue(pair.client().isOpen());
    for (int i = 0; i < 3; i++) {
      pair.client().close();
      pair.client().abort();
      assertFalse(pair.client().isOpen());
      assertTrue(pair.client().isBroken());
    }
  }

  @Test
  default void everyCallOnAClosedConnectionSaysSo(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Connection closed = pair.client();
    closed.close();
    var buffer = ByteBuffer.allocate(1);
    var none = ByteBuffer.allocate(0);
    assertThrows(SocketClosedException.class, () -> closed.read(buffer));
    assertThrows(SocketClosedException.class, () -> closed.read(none));
    assertThrows(SocketClosedException.class, () -> closed.tryRead(buffer));
    assertThrows(SocketClosedException.class, () -> closed.awaitReadable());
    assertThrows(SocketClosedException.class, () -> closed.write(buffer));
    assertThrows(SocketClosedException.class, () -> closed.write(none));
    assertThrows(SocketClosedException.class, () -> closed.tryWrite(buffer));
    assertThrows(SocketClosedException.class, () -> closed.shutdownOutput());
    assertThrows(SocketClosedException.class, () -> closed.shutdownInput());
    assertEquals(1, buffer.remaining());
  }

  @Test
  default void closeWakesABlockedReader(TestScope scope) throws Exception {
    Connection end = pair(scope).client();
    TestTask<Integer> reader = scope.call(() -> end.read(ByteBuffer.allocate(1))).awaitBlocked();
    end.close();
    reader.failure(SocketClosedException.class);
  }

  @Test
  default void closeWakesWhoAwaitsReadable(TestScope scope) throws Exception {
    Connection end = pair(scope).client();
    TestTask<Boolean> waiting = scope.start(() -> end.awaitReadable()).awaitBlocked();
    end.close();
    waiting.failure(SocketClosedException.class);
  }

  @Test
  default void closeWakesABlockedWriterAndAQueuedWriter(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    Connection end = pair(scope).client();
    TestTask<?> writer = scope.start(() -> TestBytes.writeWithoutEnd(end)).awaitBlocked();
    TestTask<?> next = scope.start(() -> TestBytes.writeWithoutEnd(end)).awaitBlocked();
    end.close();
    writer.failure(SocketClosedException.class);
    next.failure(SocketClosedException.class);
  }

  @Test
  default void abortWakesABlockedReaderAndAWriter(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    Connection end = pair(scope).client();
    TestTask<?> reader = scope.call(() -> end.read(ByteBuffer.allocate(1))).awaitBlocked();
    TestTask<?> writer = scope.start(() -> TestBytes.writeWithoutEnd(end)).awaitBlocked();
    end.abort();
    reader.failure(SocketClosedException.class);
    writer.failure(SocketClosedException.class);
    assertFalse(end.isOpen());
  }

  @Test
  default void abortGivesAPeerWhoReadsAnError(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    TestScope.Pair pair = pair(scope);
    TestTask<Integer> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    pair.client().abort();
    if (hasResets()) {
      reader.failure(ConnectionLostException.class);
    } else {
      assertEquals(-1, reader.resultOr(ConnectionLostException.class, -1));
    }
  }

  @Test
  default void abortDropsWhatIsOnItsWayAndFailsLaterWrites(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    TestScope.Pair pair = pair(scope);
    pair.client().abort();
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
    assertTrue(pair.server().isOpen(), "a reset by the peer must not close this side");
  }

  @Test
  default void aResetReportedByAWriteFirstIsNotEofForTheReader(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    TestScope.Pair pair = pair(scope);
    pair.client().abort();
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
    if (hasResets()) {
      assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  default void aResetIsNotEofForAConcurrentReader(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    for (int round = 0; hasResets() && round < 50; round++) {
      TestScope.Pair pair = pair(scope);
      TestTask<byte[]> reader = scope.call(() -> TestBytes.readAll(pair.server()));
      TestTask<Boolean> writer = scope.start(() -> TestBytes.writeWithoutEnd(pair.server()));
      pair.client().read(ByteBuffer.allocate(1));
      pair.client().abort();
      writer.failure(ConnectionLostException.class);
      reader.failure(ConnectionLostException.class);
    }
  }

  @Test
  default void closingWithUnreadInputFailsThePeersWrites(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.server().write(TestBytes.text("nobody reads this"));
    pair.client().awaitReadable();
    pair.client().close();
    try {
      assertEquals(
          0, TestBytes.readAll(pair.server()).length); // EOF may be read before the reset arrives
    } catch (ConnectionLostException reset) {
      assertTrue(pair.server().isOpen());
    }
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
  }

  @Test
  default void writingToAPeerWhoIsGoneFailsInTheEnd(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().close();
    var lost =
        assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
    TestBytes.assertNames(lost, "write", pair.server());
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
  }

  @Test
  default void errorsNameTheOperationAndBothAddresses(TestScope scope) throws Exception {
    Connection end = pair(scope).client();
    end.close();
    IOException read = assertThrows(IOException.class, () -> end.read(ByteBuffer.allocate(1)));
    IOException write = assertThrows(IOException.class, () -> end.write(ByteBuffer.allocate(1)));
    TestBytes.assertNames(read, "read", end);
    TestBytes.assertNames(write, "write", end);
  }

  /**
   * Returns whether an abort always causes an error at the peer. The peer of a Unix socket receives
   * an error only if the side that aborts has unread input.
   */
  private boolean hasResets() {
    return !listenEndpoint().scheme().equals("unix");
  }
}
