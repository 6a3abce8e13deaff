package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.DatagramTooLargeException;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/**
 * UDP, which transports messages instead of a stream. Each send is one message, which arrives
 * complete or not at all.
 *
 * <p>Notice what UDP does not have: a connection, EOF, and a report of lost messages.
 */
final class UdpMessages {
  private static final Endpoint ANY_PORT = Endpoint.udp("127.0.0.1", 0);

  static void run(List<String> arguments, Streams streams) throws IOException {
    var out = streams.out();
    var small = Options.of(Option.RECEIVE_BUFFER, 4096);
    Address free;
    try (var here = Network.system().bind(ANY_PORT, Options.none());
        var there = Network.system().bind(ANY_PORT, small)) {
      for (String text : List.of("Hello, ", "world", "", "cut short", "next")) {
        here.send(UTF_8.encode(text), there.local());
      }
      out.println("boundaries are kept: " + receive(there, 100) + " " + receive(there, 100));
      out.println("an empty message is not EOF: " + receive(there, 100));
      out.println("buffer too small: " + receive(there, 3) + ", then " + receive(there, 100));
      try {
        here.send(ByteBuffer.allocate(Datagrams.BYTES_MAX + 1), there.local());
      } catch (DatagramTooLargeException tooLong) {
        out.println("too long: nothing was sent");
      }

      for (int i = 0; i < 1000; i++) {
        here.send(ByteBuffer.allocate(1000), there.local()); // all before the first receive
      }
      int arrived = 0;
      while (there.tryReceive(ByteBuffer.allocate(1000)) != null) {
        arrived++;
      }
      out.println("1000 sent without an error, fewer than 100 received: " + (arrived < 100));
      free = there.local();
    }
    Endpoint unused = Endpoint.of(free).withScheme("udp");
    try (var here = Network.system().connectDatagrams(unused, Options.none())) {
      here.send(UTF_8.encode("is anybody there?"));
      out.println("sent to an unused port without an error");
      here.receive(ByteBuffer.allocate(100));
    } catch (ConnectionRefusedException refused) {
      out.println("a later receive fails: " + refused.getMessage());
    }
  }

  private static String receive(Datagrams socket, int bytesMax) throws IOException {
    var bytes = ByteBuffer.allocate(bytesMax);
    socket.receive(bytes);
    return "'" + UTF_8.decode(bytes.flip()) + "'";
  }
}
