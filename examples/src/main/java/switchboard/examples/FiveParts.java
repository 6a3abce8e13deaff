package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Network;
import switchboard.net.Options;

/**
 * The five parts that identify a connection: the protocol, the address and port of the client, and
 * the address and port of the server.
 *
 * <p>Notice that all connections of the server have the same local port. Several connections can
 * share a port; only the combination of all five parts must be unique.
 */
final class FiveParts {

  static void run(List<String> arguments, Streams streams) throws IOException {
    var endpoint = Endpoint.parse(arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst());
    if (!endpoint.scheme().equals("tcp")) {
      throw new EndpointException(endpoint + " has no port; use an endpoint such as 127.0.0.1:0");
    }
    var network = Network.system();
    var out = streams.out();
    try (var listener = network.listen(endpoint)) {
      streams.err().println("listening on " + listener.endpoint());
      try (var ann = network.connect(listener.endpoint());
          var forAnn = listener.accept();
          var bob = network.connect(listener.endpoint());
          var forBob = listener.accept()) {
        out.println("ann          " + parts(ann));
        out.println("bob          " + parts(bob));
        out.println("server side  " + parts(forAnn));
        out.println("             " + parts(forBob));
      }
      try (var udp = network.bind(listener.endpoint().withScheme("udp"), Options.none())) {
        out.println("udp          " + udp.local() + ": free, because the protocol differs");
      }
      if (listener.local() instanceof Address.Inet inet) {
        try (var other = network.listen("127.0.0.2:" + inet.port())) {
          out.println("tcp          " + other.local() + ": free, because the address differs");
        }
      }
      try (var second = network.listen(listener.endpoint())) {
        out.println("unexpected   " + second.local() + ": two listeners on one address");
      } catch (AddressUnavailableException taken) {
        out.println("refused      " + taken.getMessage());
      }
    }
  }

  private static String parts(Connection connection) {
    return "tcp from " + connection.local() + " to " + connection.remote();
  }
}
