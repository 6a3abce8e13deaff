package switchboard.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import switchboard.net.Address;
import switchboard.server.DrainPolicy;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * The main class of the process with the flooded server. It prints the server's port and exits at
 * EOF of standard input. After SIGTERM, the process waits up to 100 ms for its connections to end.
 */
final class FloodedMain {
  private FloodedMain() {}

  /**
   * Runs the flooded server until EOF of standard input.
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
