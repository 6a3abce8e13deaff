package switchboard.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import switchboard.net.Network;
import switchboard.net.Readiness;

/**
 * A send of which the kernel accepts only a part, because the peer does not read and the buffers
 * between the two programs are full.
 *
 * <p>Notice that {@code tryWrite} returns the number of bytes that the kernel accepted. The result
 * 0 means that the write would block, and is not an error. The bytes that were not accepted remain
 * in our buffer. {@code write} repeats such sends until the kernel has accepted all bytes, and
 * blocks while the buffers are full.
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
      int accepted = message.position();
      streams.out().println("the kernel accepted " + accepted + " of " + BYTES + " bytes");
      streams.out().println("the next tryWrite returns " + near.tryWrite(message));

      long read = 0;
      var buffer = ByteBuffer.allocate(1 << 20);
      while (message.hasRemaining()) {
        var ready = Readiness.select(List.of(far), List.of(near));
        if (ready.readable().contains(far)) {
          read += far.read(buffer.clear()); // the peer reads, so we can write again
        }
        near.tryWrite(message);
      }
      near.shutdownOutput();
      for (int count = 0; count >= 0; count = far.read(buffer.clear())) {
        read += count;
      }
      streams.out().println("the peer has read " + read + " bytes");
    }
  }
}
