package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import switchboard.net.Network;
import switchboard.net.Readiness;

/**
 * A send that the kernel takes only in part, because nobody reads at the other end and the buffers
 * between us are full.
 *
 * <p>Notice that {@code tryWrite} says how much it took; 0 means "would block" and is no error; and
 * the rest is still in our buffer. {@code write} does all of this for you, and blocks meanwhile.
 */
final class PartialSend {
  private static final int BYTES = 32 << 20;

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint);
        var near = Network.system().connect(listener.endpoint());
        var far = listener.accept()) {

      var message = ByteBuffer.allocate(BYTES);
      int taken = near.tryWrite(message);
      while (taken > 0) {
        taken = near.tryWrite(message);
      }
      streams.out().println("the kernel took " + message.position() + " of " + BYTES + " bytes");
      streams.out().println("the next try gives " + near.tryWrite(message));

      long read = 0;
      var room = ByteBuffer.allocate(1 << 20);
      while (message.hasRemaining()) {
        var ready = Readiness.select(List.of(far), List.of(near));
        if (ready.readable().contains(far)) {
          read += far.read(room.clear()); // the peer wakes up, and makes room
        }
        near.tryWrite(message);
      }
      near.shutdownOutput();
      for (int count = 0; count >= 0; count = far.read(room.clear())) {
        read += count;
      }
      streams.out().println("the peer has read " + read + " bytes");
    }
  }
}
