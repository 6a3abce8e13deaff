package switchboard.engine.linux;

import java.io.IOException;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/** The program of {@link SharedPortsTest}: connects to two servers from one local address. */
final class SharedPorts {
  private SharedPorts() {}

  public static void main(String[] arguments) throws IOException {
    for (String host : List.of("127.0.0.2", "::1")) {
      Options options = Options.of(Option.LOCAL_ADDRESS, localAddress(host));
      String server = host.contains(":") ? "[::1]:" : "127.0.0.1:";
      try (Network network = Network.open("epoll");
          Listener first = network.listen(server + "50001");
          Listener second = network.listen(server + "50002");
          Connection toFirst = network.connect(first.endpoint(), options);
          Connection toSecond = network.connect(second.endpoint(), options)) {
        System.out.println(toFirst.local() + " " + toSecond.local());
      }
    }
  }

  private static Address.Inet localAddress(String host) {
    return host.contains(":") ? Address.loopback6(0) : Address.inet(new byte[] {127, 0, 0, 2}, 0);
  }
}
