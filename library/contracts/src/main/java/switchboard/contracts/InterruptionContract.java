package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.OperationInterruptedException;
import switchboard.net.spi.Capability;

/**
 * Requires that an interrupt ends an operation in the same way as an expired deadline, without
 * closing the socket. {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface InterruptionContract extends NetworkContract {

  /** Starts {@code step}, interrupts it, and requires that the interrupt status stays set. */
  private static void interrupt(TestScope scope, TestScope.Step step) throws Exception {
    TestTask<OperationInterruptedException> task =
        scope.call(() -> {
          var cut = assertThrows(OperationInterruptedException.class, step::run);
          assertTrue(Thread.currentThread().isInterrupted(), "the interrupt status stays set");
          return cut;
        });
    task.awaitBlocked().thread().interrupt();
    task.result();
  }

  @Test
  default void interruptionCutsAReadAndLeavesTheConnection(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    interrupt(scope, () -> pair.client().read(ByteBuffer.allocate(1)));
    interrupt(scope, () -> pair.client().awaitReadable());
    pair.server().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(pair.client(), 1));
    pair.client().write(TestBytes.text("y"));
    assertEquals("y", TestBytes.readText(pair.server(), 1));
  }

  @Test
  default void interruptionCutsAWriteAndLeavesTheConnection(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var large = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    interrupt(scope, () -> pair.client().write(large));
    assertEquals(large.position(), TestBytes.read(pair.server(), large.position()).length);
    assertTrue(pair.client().isOpen());
    pair.server().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(pair.client(), 1));
  }

  @Test
  default void interruptionCutsTheWaitForATurnToWrite(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var large = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    TestTask<?> first = scope.start(() -> pair.client().write(large)).awaitBlocked();
    interrupt(scope, () -> pair.client().write(ByteBuffer.allocate(1)));
    assertEquals(large.capacity(), TestBytes.read(pair.server(), large.capacity()).length);
    first.result();
  }

  @Test
  default void anInterruptedThreadFailsAtOnceAndChangesNothing(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.server().write(TestBytes.text("there already"));
    Connection end = pair.client();
    end.awaitReadable();
    var target = ByteBuffer.allocate(100);
    var source = TestBytes.text("not sent");
    Thread.currentThread().interrupt();
    try {
      assertThrows(OperationInterruptedException.class, () -> end.read(target));
      assertThrows(OperationInterruptedException.class, () -> end.awaitReadable());
      var cut = assertThrows(OperationInterruptedException.class, () -> end.write(source));
      TestBytes.assertNames(cut, "write", end);
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt status stays set");
    }
    assertEquals(0, target.position());
    assertEquals(8, source.remaining());
    assertEquals("there already", TestBytes.readText(end, 13));
  }
}
