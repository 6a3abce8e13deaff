package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
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
import switchboard.net.Listener;

/**
 * Requires that a blocked call does not pin its virtual thread to its carrier thread. The tests
 * check that Java Flight Recorder (JFR) records no event for pinned threads.
 *
 * @since 0.1.0
 */
public interface PinningContract extends NetworkContract {

  /** The number of connections that block at the same time. */
  int PAIRS = 50;

  /** Bytes to write; more than the kernel buffers, so that writers block. */
  int BYTES = 4 << 20;

  @Test
  default void noBlockedCallPinsItsCarrier(TestScope scope, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("pinned.jfr");
    pinnedDuring(
        // loading classes may pin threads, so load them before the recording starts
        file, () -> exchange(scope));
    assertEquals(List.of(), pinnedDuring(file, () -> exchange(scope)));
  }

  /**
   * Returns the JFR events for virtual threads that pinned their carriers in code of this library
   * while {@code step} ran.
   *
   * @param file the file to which the recording is saved
   * @param step the code to observe
   * @return the events as text; empty if no thread was pinned
   * @throws Exception if the step fails or the recording cannot be written
   */
  static List<String> pinnedDuring(Path file, TestScope.Step step) throws Exception {
    String pinned = "jdk.VirtualThreadPinned";
    try (var recording = new Recording()) {
      recording.enable(pinned).withThreshold(Duration.ZERO);
      recording.start();
      step.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(pinned))
        .map(Object::toString)
        .filter(event -> event.contains("switchboard"))
        .toList();
  }

  /** Runs accepts, reads, writes and waits that block, each of them on a new thread. */
  private void exchange(TestScope scope) throws Exception {
    Listener listener = scope.listen(network(), listenEndpoint());
    var tasks = new ArrayList<TestTask<Boolean>>();
    TestTask<Boolean> acceptor =
        scope.start(() -> {
          for (int i = 0; i < PAIRS; i++) {
            Connection caller = scope.add(listener.accept());
            scope.start(() -> writeAll(caller));
          }
        });
    for (int i = 0; i < PAIRS; i++) {
      Connection client = scope.connect(network(), listener);
      tasks.add(scope.start(() -> readAll(client)));
    }
    acceptor.result();
    for (TestTask<Boolean> each : tasks) {
      each.result();
    }
    listener.close();
  }

  private static void writeAll(Connection connection) throws Exception {
    connection.write(ByteBuffer.allocate(BYTES));
    connection.close();
  }

  private static void readAll(Connection connection) throws Exception {
    long count = 0;
    var buffer = ByteBuffer.allocate(64 * 1024);
    for (int now = connection.read(buffer); now >= 0; now = connection.read(buffer.clear())) {
      count += now;
    }
    assertEquals(BYTES, count);
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, connection::awaitReadable);
    }
    connection.close();
  }
}
