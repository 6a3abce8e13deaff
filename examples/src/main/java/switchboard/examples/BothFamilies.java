package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * One listener for IPv4 and IPv6, and how an address of each is written.
 *
 * <p>Notice whom the server sees: a caller by IPv4 arrives at a socket of IPv6, where the kernel
 * wraps his address, but he is still who he was.
 */
final class BothFamilies {

  static void run(List<String> arguments, Streams streams) throws IOException {
    var network = Network.system();
    var out = streams.out();
    try (var listener = network.listen(":0")) {
      out.println("listening at " + listener.local());
      int port = listener.endpoint().port();
      for (String host : List.of("127.0.0.1", "::1", "::ffff:127.0.0.1")) {
        try (var caller = network.connect(Endpoint.tcp(host, port));
            var accepted = listener.accept()) {
          out.println(host + ": calls " + caller.remote() + ", is seen as " + accepted.remote());
        }
      }
    }

    var full = new Endpoint("tcp", "2001:db8:0:0:0:0:0:1", "", 80, "");
    out.println("short: " + network.resolve(full).getFirst());
    var local = Endpoint.parse("[fe80::1%eth7]:80");
    out.println("host " + local.host() + ", zone " + local.zone() + ", port " + local.port());
    try (var nowhere = network.startConnect(network.resolve(local).getFirst())) {
      out.println("connecting to " + nowhere.remote());
    } catch (AddressUnavailableException noSuchZone) {
      out.println(noSuchZone.getMessage());
    }
  }
}
