package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.NetworkError;
import switchboard.net.Options;
import switchboard.net.spi.Capability;

/**
 * Requires that all operations on a lost connection fail, and that the message of each error names
 * the failed operation. {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface LossContract extends NetworkContract {

  /**
   * Returns whether an abort always causes an error at the peer. The peer of a Unix socket receives
   * an error only if the side that aborts has unread input.
   */
  private boolean hasResets() {
    return !listenEndpoint().scheme().equals("unix");
  }

  /** Returns a pair whose server side has received a reset from the client side. */
  private TestScope.Pair lost(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    TestScope.Pair pair = pair(scope);
    TestTask<Integer> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    pair.client().abort();
    reader.failure(ConnectionLostException.class);
    return pair;
  }

  @Test
  default void onceLostEveryLaterReadAndWriteThrowsTheLoss(TestScope scope) throws Exception {
    if (!hasResets()) {
      return;
    }
    Connection server = lost(scope).server();
    var bytes = ByteBuffer.allocate(100);
    for (int round = 0; round < 3; round++) {
      assertThrows(ConnectionLostException.class, () -> server.read(bytes));
      assertThrows(ConnectionLostException.class, () -> server.tryRead(bytes));
      assertThrows(ConnectionLostException.class, () -> server.source().readLine(10));
      assertThrows(ConnectionLostException.class, () -> server.source().exhausted());
      assertThrows(ConnectionLostException.class, () -> server.write(bytes.duplicate()));
      assertThrows(ConnectionLostException.class, () -> server.tryWrite(bytes.duplicate()));
    }
    assertEquals(0, bytes.position());
  }

  @Test
  default void aLossThatAWriteHasHeardOfIsThrownByEveryLaterRead(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    if (!hasResets()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    pair.client().abort();
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
    for (int round = 0; round < 3; round++) {
      assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
      assertThrows(ConnectionLostException.class, () -> pair.server().source().readLine(10));
    }
  }

  @Test
  default void anEndThatWasReadStaysTheEndWhateverAWriteHearsLater(TestScope scope)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("last"));
    pair.client().close();
    assertEquals("last", TestBytes.readText(pair.server(), 4));
    assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
    for (int round = 0; round < 3; round++) {
      assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    }
  }

  @Test
  default void whatThePeerSentBeforeItEndedIsReadAfterAFailedWrite(TestScope scope)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("last"));
    pair.client().close();
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.server()));
    assertEquals("last", TestBytes.readText(pair.server(), 4));
  }

  @Test
  default void closingWithUnreadInputResetsThePeer(TestScope scope) throws Exception {
    assumeCapability(Capability.RESET);
    if (!hasResets()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    pair.server().write(TestBytes.text("nobody reads this"));
    pair.client().awaitReadable();
    pair.client().close();
    assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  default void aBufferThatIsReadOnlyIsRefusedBeforeAnythingBlocks(TestScope scope)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    for (ByteBuffer target :
        new ByteBuffer[] {ByteBuffer.allocate(4), ByteBuffer.allocateDirect(4)}) {
      ByteBuffer readOnly = target.asReadOnlyBuffer();
      assertThrows(IllegalArgumentException.class, () -> pair.server().read(readOnly));
      assertThrows(IllegalArgumentException.class, () -> pair.server().tryRead(readOnly));
      pair.client().write(readOnly);
      assertThrows(IllegalArgumentException.class, () -> pair.server().read(readOnly.rewind()));
      assertEquals(4, TestBytes.read(pair.server(), 4).length, "no byte is lost");
    }
  }

  @Test
  default void theChannelOfAClosedConnectionIsClosed(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    ByteChannel channel = pair.client().asByteChannel();
    TestTask<Integer> reader =
        scope.call(() -> channel.read(ByteBuffer.allocate(1))).awaitBlocked();
    pair.client().close();
    reader.failure(AsynchronousCloseException.class);
    assertThrows(ClosedChannelException.class, () -> channel.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, () -> channel.write(ByteBuffer.allocate(0)));
    channel.close();
  }

  @Test
  default void anErrorHasItsOperationAndBothAddressesAsFields(TestScope scope) throws Exception {
    Connection closed = pair(scope).client();
    closed.close();
    for (String operation : new String[] {"read", "write"}) {
      boolean reads = operation.equals("read");
      var thrown =
          assertThrows(
              IOException.class,
              () -> {
                if (reads) {
                  closed.read(ByteBuffer.allocate(1));
                } else {
                  closed.write(ByteBuffer.allocate(1));
                }
              });
      NetworkError error = (NetworkError) thrown;
      assertEquals(operation, error.operation());
      assertEquals(closed.local(), error.local());
      assertEquals(closed.remote(), error.remote());
      assertTrue(error.errno().isEmpty(), "this side has closed, so there must be no errno");
      assertEquals(error.failure().toString(), thrown.getMessage());
    }
  }

  @Test
  default void aRefusalHasItsAddressAndTheNameOfTheSystemAsFields(TestScope scope)
      throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    listener.close();
    Endpoint gone = Endpoint.of(listener.local());
    NetworkError refused =
        assertThrows(
            ConnectionRefusedException.class, () -> network().connect(gone, Options.none()));
    assertEquals("connect", refused.operation());
    assertEquals(null, refused.local());
    assertEquals(gone, Endpoint.of(java.util.Objects.requireNonNull(refused.remote())));
    boolean file = gone.scheme().equals("unix") && !gone.path().startsWith("@");
    assertEquals(file ? "ENOENT" : "ECONNREFUSED", refused.errno().orElse(""));
  }
}
