package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import switchboard.net.ConnectionLostException;
import switchboard.net.Network;

/**
 * A successful send proves nothing about the peer: success only means that the kernel has accepted
 * the bytes. In this example one thread uses both ends of the connection, and the far end never
 * reads.
 *
 * <p>Notice which call reports the error: the send whose bytes are lost succeeds, and a call after
 * this send fails. Only an answer in your own protocol proves that the bytes arrived.
 */
final class SentNotReceived {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint)) {
      try (var near = Network.system().connect(listener.endpoint())) {
        var far = listener.accept();
        near.write(UTF_8.encode("pay 100 to Ann"));
        streams.out().println("sent: pay 100 to Ann");
        far.abort(); // a crash before it has read the order
        near.read(ByteBuffer.allocate(100));
      } catch (ConnectionLostException lost) {
        streams.out().println("the next read fails: " + lost.getMessage());
      }
      try (var near = Network.system().connect(listener.endpoint())) {
        listener.accept().close(); // an orderly close, which we do not notice
        near.write(UTF_8.encode("pay 100 to Bob"));
        streams.out().println("sent: pay 100 to Bob");
        while (true) {
          near.write(UTF_8.encode("paid?"));
        }
      } catch (ConnectionLostException lost) {
        streams.out().println("a later write fails: " + lost.getMessage());
      }
    }
  }
}
