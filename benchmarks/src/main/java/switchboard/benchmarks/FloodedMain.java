package switchboard.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import switchboard.net.Address;
import switchboard.server.DrainPolicy;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * The main class of the process of a flooded server. Prints the port, exits at EOF of its input,
 * and drains with a short grace period on SIGTERM.
 */
final class FloodedMain {
  private FloodedMain() {}

  /**
   * Runs the server.
   *
   * @param arguments the name of a {@link Strategy}
   */
  public static void main(String[] arguments) throws IOException {
    var service = new Flood.Flooded();
    Server server =
        Server.builder(service)
            .listen("127.0.0.1:0")
            .strategy(Strategy.valueOf(arguments[0]))
            .drainPolicy(DrainPolicy.STOP_READING)
            .start();
    service.listensAt(server.endpoint());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.drain(Duration.ofMillis(100))));
    if (server.addresses().getFirst() instanceof Address.Inet local) {
      System.out.println(local.port());
    }
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
