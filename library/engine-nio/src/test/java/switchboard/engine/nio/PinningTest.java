package switchboard.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    Path file = directory.resolve("pinned.jfr");
    try (var recording = new Recording()) {
      recording.enable(PINNED).withThreshold(Duration.ZERO);
      recording.start();
      exchange();
      recording.stop();
      recording.dump(file);
    }
    try (var events = new RecordingFile(file)) {
      var pinned = new ArrayList<String>();
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        if (event.getEventType().getName().equals(PINNED)
            && event.toString().contains("switchboard")) {
          pinned.add(event.toString());
        }
      }
      assertEquals(List.of(), pinned, Files.size(file) + " bytes recorded");
    }
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
