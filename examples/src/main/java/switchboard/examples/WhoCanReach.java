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
 * The address on which a server listens decides which clients can connect: only programs on the
 * same machine, only clients that use one particular address of the machine, or clients that use
 * any of its addresses.
 *
 * <p>Notice the server that listens only on the external address: even a program on the same
 * machine cannot connect to this server with the name localhost.
 */
final class WhoCanReach {

  static void run(List<String> arguments, Streams streams) throws IOException {
    String own = ownAddress();
    var hosts = List.of("127.0.0.1", "localhost", own, "");
    for (String host : arguments.isEmpty() ? hosts : arguments) {
      try (var listener = Network.system().listen(host + ":0")) {
        streams.out().println("'" + host + ":0' listens on " + listener.local());
        if (listener.local() instanceof Address.Inet inet) {
          streams.out().println("  connect to localhost: " + call("localhost", inet.port()));
          streams.out().println("  connect to " + own + ": " + call(own, inet.port()));
        }
      }
    }
  }

  private static String call(String host, int port) throws IOException {
    try (var _ = Deadline.after(Duration.ofSeconds(2));
        var connection = Network.system().connect(Endpoint.tcp(host, port))) {
      return "connected to " + connection.remote();
    } catch (ConnectionRefusedException noListener) {
      return "refused";
    }
  }

  /**
   * Returns an external IPv4 address of this machine, or a loopback address if this machine has no
   * external address.
   */
  private static String ownAddress() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(ip -> ip instanceof Inet4Address && !ip.isLoopbackAddress())
        .findFirst()
        .map(ip -> ip.getHostAddress())
        .orElse("127.0.0.2");
  }
}
