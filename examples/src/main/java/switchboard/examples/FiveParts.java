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
 * What tells one socket from another: the protocol, and address and port of either side.
 *
 * <p>Notice that the server has one port for all its callers. A port is no place that is taken by
 * somebody; only all five parts together must not exist twice.
 */
final class FiveParts {

  static void run(List<String> arguments, Streams streams) throws IOException {
    var endpoint = Endpoint.parse(arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst());
    if (!endpoint.scheme().equals("tcp")) {
      throw new EndpointException(endpoint + " has no ports; write for example 127.0.0.1:0");
    }
    var network = Network.system();
    var out = streams.out();
    try (var listener = network.listen(endpoint)) {
      streams.err().println("listening on " + listener.endpoint());
      try (var ann = network.connect(listener.endpoint());
          var forAnn = listener.accept();
          var bob = network.connect(listener.endpoint());
          var forBob = listener.accept()) {
        out.println("ann        " + parts(ann));
        out.println("bob        " + parts(bob));
        out.println("their ends " + parts(forAnn));
        out.println("           " + parts(forBob));
      }
      try (var udp = network.bind(listener.endpoint().withScheme("udp"), Options.none())) {
        out.println("udp        " + udp.local() + ": another protocol, so the port is free");
      }
      if (listener.local() instanceof Address.Inet inet) {
        try (var other = network.listen("127.0.0.2:" + inet.port())) {
          out.println("tcp        " + other.local() + ": another address, likewise");
        }
      }
      try (var second = network.listen(listener.endpoint())) {
        out.println("tcp        " + second.local() + ": twice, how can that be?");
      } catch (AddressUnavailableException taken) {
        out.println("refused    " + taken.getMessage());
      }
    }
  }

  private static String parts(Connection connection) {
    return "tcp from " + connection.local() + " to " + connection.remote();
  }
}
