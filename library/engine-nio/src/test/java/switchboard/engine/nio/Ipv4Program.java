package switchboard.engine.nio;

import java.io.IOException;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;

/**
 * A program for a JVM without IPv6. The program listens at a host name that has IPv4 and IPv6
 * addresses, and connects to this name.
 */
final class Ipv4Program {
  private Ipv4Program() {}

  public static void main(String... arguments) throws IOException {
    Network network =
        Network.over(new NioEngineProvider().open())
            .withResolver((_, port) -> List.of(Address.loopback6(port), Address.loopback(port)));
    List<Listener> listeners = network.listenAll(Endpoint.tcp("both", 0), Options.none());
    Listener only = listeners.getFirst();
    int port = only.endpoint().port();
    System.out.println(listeners.size() + " at " + only.endpoint().host());
    try (Connection connection = network.connect(Endpoint.tcp("both", port))) {
      System.out.println("connected to " + Endpoint.of(connection.remote()).host());
    }
    int sockets = network.bindAll(Endpoint.udp("both", 0), Options.none()).size();
    System.out.println(sockets + " for datagrams");
    try {
      network.listen(Endpoint.tcp("::1", 0));
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
    System.exit(0);
  }
}
