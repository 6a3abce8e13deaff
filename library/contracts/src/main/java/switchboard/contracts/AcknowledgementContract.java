package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.Capability;
import switchboard.net.spi.support.Waiting;

/**
 * Requires that an engine with {@link Capability#ACKNOWLEDGEMENTS} reports the number of written
 * bytes that the peer has not acknowledged. {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface AcknowledgementContract extends NetworkContract {

  private boolean tells() {
    return network().capabilities().contains(Capability.ACKNOWLEDGEMENTS);
  }

  private boolean isUnix() {
    return listenEndpoint().scheme().equals("unix");
  }

  /** Blocks until all written bytes are acknowledged. */
  private static void awaitAcknowledged(Connection connection) throws IOException {
    try (var _ = Deadline.after(Duration.ofSeconds(20))) {
      while (connection.unacknowledgedBytes().orElseThrow() > 0) {
        Waiting.park(connection, 1_000_000);
      }
    }
  }

  /** Blocks until the connection reports that it was lost. */
  private static void awaitLoss(Connection connection) {
    assertThrows(
        ConnectionLostException.class,
        () -> {
          try (var _ = Deadline.after(Duration.ofSeconds(20))) {
            while (true) {
              connection.unacknowledgedBytes();
              Waiting.park(connection, 1_000_000);
            }
          }
        });
  }

  @Test
  default void anEngineThatCannotTellOfAcknowledgementsSaysNothing(TestScope scope)
      throws Exception {
    if (tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("anything"));
    assertEquals(OptionalLong.empty(), pair.client().unacknowledgedBytes());
  }

  @Test
  default void bytesThatNobodyHasReadAreAcknowledgedAllTheSame(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    for (boolean end : new boolean[] {false, true}) {
      TestScope.Pair pair = pair(scope);
      pair.client().write(TestBytes.text("unread"));
      if (end) {
        pair.client().shutdownOutput();
      }
      awaitAcknowledged(pair.client());
      assertEquals("unread", TestBytes.readText(pair.server(), 6));
    }
  }

  @Test
  default void whatAPeerHasNoRoomForIsNotAcknowledgedOverTcp(TestScope scope) throws Exception {
    if (!tells() || isUnix()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    long written = TestBytes.fillToTheBrim(pair.client());
    long pending = pair.client().unacknowledgedBytes().orElseThrow();
    if (pending <= 0 || pending > written) {
      throw new AssertionError(pending + " of " + written);
    }
    pair.client().shutdownOutput();
    assertEquals(written, TestBytes.readAll(pair.server()).length);
    awaitAcknowledged(pair.client());
  }

  @Test
  default void bytesForAPeerThatHasClosedAreLostBeforeAndAfterTheEnd(TestScope scope)
      throws Exception {
    // on a Unix socket, bytes that the peer cannot receive are refused immediately
    if (!tells() || isUnix()) {
      return;
    }
    for (int bytes : new int[] {1, 6}) {
      for (boolean end : new boolean[] {false, true}) {
        TestScope.Pair pair = pair(scope);
        pair.server().close();
        assertEquals(-1, pair.client().read(ByteBuffer.allocate(1)));
        pair.client().write(ByteBuffer.allocate(bytes));
        if (end) {
          pair.client().shutdownOutput();
        }
        awaitLoss(pair.client());
        pair.client().shutdownOutput();
        awaitLoss(pair.client());
      }
    }
  }

  @Test
  default void aPeerThatClosesWithoutReadingLosesWhatItHas(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    TestScope.Pair pair = pair(scope);
    pair.client().write(TestBytes.text("unread"));
    pair.server().shutdownOutput();
    pair.server().awaitReadable();
    pair.server().close();
    awaitLoss(pair.client());
  }

  @Test
  default void nothingIsLostWhereAPeerHasReadEverythingAndClosed(TestScope scope) throws Exception {
    if (!tells()) {
      return;
    }
    for (boolean end : new boolean[] {false, true}) {
      TestScope.Pair pair = pair(scope);
      pair.client().write(TestBytes.text("read"));
      assertEquals("read", TestBytes.readText(pair.server(), 4));
      pair.server().close();
      assertEquals(-1, pair.client().read(ByteBuffer.allocate(1)));
      if (end) {
        pair.client().shutdownOutput();
      }
      awaitAcknowledged(pair.client());
    }
  }

  @Test
  default void afterClosingNothingIsKnownOfAcknowledgements(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.client().close();
    assertThrows(SocketClosedException.class, () -> pair.client().unacknowledgedBytes());
  }
}
