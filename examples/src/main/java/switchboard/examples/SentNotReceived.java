package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import switchboard.net.ConnectionLostException;
import switchboard.net.Network;

/**
 * A send that succeeded proves nothing about the peer: the kernel has taken the bytes, and that is
 * all. Both ends are held by one thread here, and the far one never reads.
 *
 * <p>Notice when the error comes: not with the send that was lost, but with a later call. Only an
 * answer in your own protocol tells that something arrived.
 */
final class SentNotReceived {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var listener = Network.system().listen(endpoint)) {
      try (var near = Network.system().connect(listener.endpoint())) {
        var far = listener.accept();
        near.write(UTF_8.encode("pay 100 to Ann"));
        streams.out().println("sent: pay 100 to Ann");
        far.abort(); // it dies with our order unread
        near.read(ByteBuffer.allocate(100));
      } catch (ConnectionLostException late) {
        streams.out().println("only the next read says: " + late.getMessage());
      }
      try (var near = Network.system().connect(listener.endpoint())) {
        listener.accept().close(); // it hangs up in good order, and we don't look
        near.write(UTF_8.encode("pay 100 to Bob"));
        streams.out().println("sent: pay 100 to Bob");
        while (true) {
          near.write(UTF_8.encode("is he paid?"));
        }
      } catch (ConnectionLostException late) {
        streams.out().println("only a later write says: " + late.getMessage());
      }
    }
  }
}
