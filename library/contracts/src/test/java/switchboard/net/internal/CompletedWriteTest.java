package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Options;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that a write succeeds if its last byte was accepted, even if a deadline expires at that
 * moment.
 */
class CompletedWriteTest {
  private final MemoryEngine engine = new MemoryEngine();

  @AfterEach
  void close() {
    engine.close();
  }

  /** Returns a handle that makes the thread's deadline expire when a write has sent all bytes. */
  private StreamHandle expiringAfterWrite() throws Exception {
    ListenerHandle listener = engine.listen(Address.loopback(80), Options.none());
    ConnectHandle connect = engine.connect(Address.loopback(80), Options.none());
    StreamHandle below = connect.finish();
    StreamHandle unused = listener.accept();
    assertEquals(below.local(), unused.remote());
    return (StreamHandle)
        Proxy.newProxyInstance(
            StreamHandle.class.getClassLoader(),
            new Class<?>[] {StreamHandle.class},
            (_, method, arguments) -> {
              try {
                return method.invoke(below, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              } finally {
                Deadline current = Deadline.current();
                if (method.getName().equals("write") && current != null && isComplete(arguments)) {
                  current.expireNow();
                }
              }
            });
  }

  private static boolean isComplete(Object[] arguments) {
    return arguments[0] instanceof ByteBuffer[] buffers
        ? Arrays.stream(buffers).noneMatch(ByteBuffer::hasRemaining)
        : !((ByteBuffer) arguments[0]).hasRemaining();
  }

  @Test
  void aGatheredWriteSucceeds() throws Exception {
    try (Connection connection = new StreamConnection(expiringAfterWrite())) {
      ByteBuffer[] parts = {ByteBuffer.allocate(3), ByteBuffer.allocate(0), ByteBuffer.allocate(5)};
      try (var _ = Deadline.after(Duration.ofDays(1))) {
        connection.write(parts);
        assertThrows(DeadlineExceededException.class, () -> connection.write(parts[0].flip()));
      }
      connection.write(ByteBuffer.allocate(1)); // the output is not broken
    }
  }

  @Test
  void aWriteOfOneBufferSucceeds() throws Exception {
    try (Connection connection = new StreamConnection(expiringAfterWrite())) {
      try (var _ = Deadline.after(Duration.ofDays(1))) {
        connection.write(ByteBuffer.allocate(3));
      }
      connection.write(ByteBuffer.allocate(1));
    }
  }
}
