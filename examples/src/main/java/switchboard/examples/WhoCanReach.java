package switchboard.examples;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import switchboard.net.Address;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * The address at which a server listens decides who can reach it: only this machine, only those who
 * come by one of its networks, or everybody.
 *
 * <p>Notice the server that listens at the outer address alone: not even this machine reaches it by
 * the name localhost.
 */
final class WhoCanReach {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String own = ownAddress();
    var places = List.of("127.0.0.1", "localhost", own, "");
    for (String place : arguments.isEmpty() ? places : arguments) {
      try (var listener = Network.system().listen(place + ":0")) {
        streams.out().println("'" + place + ":0' listens at " + listener.local());
        if (listener.local() instanceof Address.Inet inet) {
          streams.out().println("  by localhost: " + call("localhost", inet.port()));
          streams.out().println("  by " + own + ": " + call(own, inet.port()));
        }
      }
    }
  }

  private static String call(String host, int port) throws IOException {
    try (var _ = Deadline.after(Duration.ofSeconds(2));
        var connection = Network.system().connect(Endpoint.tcp(host, port))) {
      return "reached, as " + connection.remote();
    } catch (ConnectionRefusedException nobody) {
      return "refused";
    }
  }

  /** An address by which others know this machine; another one of loopback where it has none. */
  private static String ownAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(ip -> ip instanceof Inet4Address && !ip.isLoopbackAddress())
        .findFirst()
        .map(ip -> ip.getHostAddress())
        .orElse("127.0.0.2");
  }
}
