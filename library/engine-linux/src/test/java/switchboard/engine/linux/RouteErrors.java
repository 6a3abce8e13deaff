package switchboard.engine.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.NetworkError;
import switchboard.net.Options;

/** A program that connects and sends to each host in its arguments, and prints the errors. */
final class RouteErrors {
  private RouteErrors() {}

  /** The main program. */
  public static void main(String... hosts) throws IOException {
    try (Network network = Network.over(new LinuxEngineProvider().open());
        var datagrams = network.bind(Endpoint.parse("udp://0.0.0.0:0"), Options.none())) {
      for (String host : hosts) {
        try {
          network.connect("tcp://" + host + ":1").close();
        } catch (IOException e) {
          System.out.println(told(e) + " " + e.getMessage());
        }
        try {
          datagrams.send(ByteBuffer.allocate(1), Address.inet(InetAddress.ofLiteral(host), 1));
        } catch (IOException e) {
          System.out.println(told(e));
        }
      }
    }
  }

  private static String told(IOException e) {
    return e.getClass().getSimpleName() + " " + ((NetworkError) e).errno().orElse("");
  }
}
