package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import switchboard.net.Deadline;
import switchboard.net.Network;
import switchboard.net.Readiness;

/**
 * A connection that nobody closes and nobody knows any more, until the garbage collector finds it.
 *
 * <p>Notice that it takes us to call the collector. A program with enough memory may never do so,
 * and its peer waits meanwhile, for an end that doesn't come.
 */
final class Garbage {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var _ = Deadline.after(Duration.ofSeconds(20));
        var listener = Network.system().listen(endpoint)) {
      Network.system().connect(listener.endpoint()); // and its only reference is gone
      try (var peer = listener.accept()) {
        var bytes = ByteBuffer.allocate(1);
        streams.out().println("the peer waits: " + peer.tryRead(bytes));
        while (peer.tryRead(bytes) == 0) {
          System.gc();
          Readiness.select(List.of(peer), List.of(), Duration.ofMillis(10));
        }
        streams.out().println("the peer hears the end: " + peer.tryRead(bytes));
      }
    }
  }
}
