package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/** Blocked calls give their carrier back: the JDK's own event for pinned threads stays away. */
class PinningTest {
  private static final String PINNED = "jdk.VirtualThreadPinned";
  private static final int PAIRS = 50;
  private static final int BYTES = 4 << 20; // more than the kernel holds, so that writers block

  @TempDir Path directory;

  @Test
  void noBlockedCallPinsItsCarrier() throws Exception {
    pinnedDuring(PinningTest::exchange); // loads classes, over which threads may meet in the JVM
    assertEquals(List.of(), pinnedDuring(PinningTest::exchange));
  }

  @Test
  void aCallThatPinsWouldBeSeen() throws Exception {
    var pinned = pinnedDuring(() -> assertTrue(start(Pinning::await).join(Duration.ofSeconds(30))));
    assertEquals(1, pinned.size(), pinned::toString);
  }

  /** Blocks in a class initializer, which the JVM runs below a frame of its own. */
  private static final class Pinning {
    static {
      LockSupport.parkNanos(1_000_000);
    }

    static void await() {} // initializes the class
  }

  private List<String> pinnedDuring(Step step) throws Exception {
    Path file = directory.resolve("pinned.jfr");
    try (var recording = new Recording()) {
      recording.enable(PINNED).withThreshold(Duration.ZERO);
      recording.start();
      step.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(PINNED))
        .map(Object::toString)
        .filter(event -> event.contains("switchboard"))
        .toList();
  }

  /** Accepts, reads, writes and waits that block, each on a virtual thread. */
  private static void exchange() throws Exception {
    Network network = Network.system();
    try (var listener = network.listen(Endpoint.tcp("127.0.0.1", 0), Options.none())) {
      start(() -> {
        for (int i = 0; i < PAIRS; i++) {
          Connection caller = listener.accept();
          start(() -> writeAll(caller));
        }
      });
      var readers = new ArrayList<Thread>();
      for (int i = 0; i < PAIRS; i++) {
        Connection client = network.connect(Endpoint.of(listener.local()), Options.none());
        readers.add(start(() -> readAll(client)));
      }
      for (Thread reader : readers) {
        assertTrue(reader.join(Duration.ofSeconds(30)), "a reader did not come to its end");
      }
    }
  }

  private static void writeAll(Connection connection) throws Exception {
    try (connection) {
      connection.write(ByteBuffer.allocate(BYTES));
    }
  }

  private static void readAll(Connection connection) throws Exception {
    try (connection) {
      long count = 0;
      var buffer = ByteBuffer.allocate(64 * 1024);
      for (int now = connection.read(buffer); now >= 0; now = connection.read(buffer.clear())) {
        count += now;
      }
      assertEquals(BYTES, count);
      try (var _ = Deadline.after(Duration.ZERO)) {
        connection.awaitReadable();
      } catch (DeadlineExceededException expected) {
        return;
      }
      throw new AssertionError("a deadline that has passed did not cut");
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Thread start(Step step) {
    return Thread.startVirtualThread(() -> {
      try {
        step.run();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }
}
