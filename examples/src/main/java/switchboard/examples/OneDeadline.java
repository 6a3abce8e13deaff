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
 * One limit over several calls, and what is left when it cuts one of them.
 *
 * <p>Notice the difference: a read that is cut has lost nothing and may be repeated. A write that
 * is cut half-way can't be taken back, so nothing must follow it; but we can still listen.
 */
final class OneDeadline {
  private static final Duration LIMIT = Duration.ofMillis(500);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    var out = streams.out();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {

      far.write(UTF_8.encode("one\ntwo\nthr")); // and then it falls silent
      try (var _ = Deadline.after(LIMIT)) {
        while (true) {
          out.println("line: " + near.source().readLine(100));
        }
      } catch (DeadlineExceededException cut) {
        out.println("cut, with " + near.source().buffered() + " bytes of a line kept");
      }
      far.write(UTF_8.encode("ee\n"));
      out.println("line: " + near.source().readLine(100));

      var flood = ByteBuffer.allocate(32 << 20); // more than all buffers hold, and nobody reads
      try (var _ = Deadline.after(LIMIT)) {
        near.write(flood);
      } catch (DeadlineExceededException cut) {
        out.println("cut, with a part of it already gone");
      }
      try {
        near.write(UTF_8.encode("and another thing"));
      } catch (OutputBrokenException broken) {
        out.println("no more: " + broken.getMessage());
      }
      far.write(UTF_8.encode("still there?\n"));
      out.println("line: " + near.source().readLine(100));
    }
  }
}
