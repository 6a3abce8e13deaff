package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * One listener for IPv4 and IPv6, and how IPv4 and IPv6 addresses are written.
 *
 * <p>Notice the address that the server sees for an IPv4 client. The listener is an IPv6 socket, so
 * the kernel reports the IPv4-mapped form {@code ::ffff:127.0.0.1}; the library converts this form
 * to the IPv4 address.
 */
final class BothFamilies {

  static void run(List<String> arguments, Streams streams) throws IOException {
    var network = Network.system();
    var out = streams.out();
    try (var listener = network.listen(":0")) {
      out.println("listening on " + listener.local());
      int port = listener.endpoint().port();
      for (String host : List.of("127.0.0.1", "::1", "::ffff:127.0.0.1")) {
        try (var caller = network.connect(Endpoint.tcp(host, port));
            var accepted = listener.accept()) {
          out.println("connect to " + host + ": server address " + caller.remote());
          out.println("  client address as the server sees it: " + accepted.remote());
        }
      }
    }

    var full = new Endpoint("tcp", "2001:db8:0:0:0:0:0:1", "", 80, "");
    out.println("short form: " + network.resolve(full).getFirst());
    var local = Endpoint.parse("[fe80::1%eth7]:80");
    out.println("host " + local.host() + ", zone " + local.zone() + ", port " + local.port());
    try (var pending = network.startConnect(network.resolve(local).getFirst())) {
      out.println("connecting to " + pending.remote());
    } catch (AddressUnavailableException noSuchZone) {
      out.println(noSuchZone.getMessage());
    }
  }
}
