package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;
import switchboard.net.OutputBrokenException;

/**
 * One time limit for several calls, and the state of the connection after the limit has expired.
 *
 * <p>Notice the difference between a read and a write. A read that times out loses no data and can
 * be repeated. A write that times out may have sent a part of its bytes, so every further write
 * fails; reading still works.
 */
final class OneDeadline {
  private static final Duration LIMIT = Duration.ofMillis(500);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    var out = streams.out();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {

      far.write(UTF_8.encode("one\ntwo\nthr")); // and then nothing more
      try (var _ = Deadline.after(LIMIT)) {
        while (true) {
          out.println("line: " + near.source().readLine(100));
        }
      } catch (DeadlineExceededException timeout) {
        out.println("timed out, " + near.source().buffered() + " bytes of a line are buffered");
      }
      far.write(UTF_8.encode("ee\n"));
      out.println("line: " + near.source().readLine(100));

      var flood = ByteBuffer.allocate(32 << 20); // more than the buffers of the kernel can store
      try (var _ = Deadline.after(LIMIT)) {
        near.write(flood);
      } catch (DeadlineExceededException timeout) {
        out.println("timed out, a part of the bytes has been sent");
      }
      try {
        near.write(UTF_8.encode("and another thing"));
      } catch (OutputBrokenException broken) {
        out.println("the next write fails: " + broken.getMessage());
      }
      far.write(UTF_8.encode("still there?\n"));
      out.println("line: " + near.source().readLine(100));
    }
  }
}
