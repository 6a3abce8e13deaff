package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.net.Readiness;

/**
 * A connection that the program does not close and does not reference any more. Such a connection
 * stays open until the garbage collector finds it and closes it.
 *
 * <p>Notice that this program has to call the garbage collector. In a program with enough free
 * memory, the collector may not run for hours, and the peer receives no EOF before the collector
 * runs.
 */
final class Garbage {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var _ = Deadline.after(Duration.ofSeconds(20));
        var listener = Network.system().listen(endpoint)) {
      Network.system().connect(listener.endpoint()); // no reference is kept
      try (var peer = listener.accept()) {
        var bytes = ByteBuffer.allocate(1);
        streams.out().println("tryRead of the peer returns " + peer.tryRead(bytes));
        while (peer.tryRead(bytes) == 0) {
          System.gc();
          Readiness.select(List.of(peer), List.of(), Duration.ofMillis(10));
        }
        streams
            .out()
            .println("tryRead of the peer returns " + peer.tryRead(bytes) + ", which is EOF");
      }
    }
  }
}
