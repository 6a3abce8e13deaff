package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.server.Limits.Overload;

/**
 * A server for {@link Forked} whose handler keeps unbounded memory for each byte that it receives,
 * until the call ends. The server must survive that or exit. The server replies to each line.
 */
final class HoardProgram {
  private static final int KEPT_BYTES = 256 * 1024;

  private HoardProgram() {}

  public static void main(String[] arguments) throws IOException {
    Strategy strategy = Strategy.valueOf(System.getProperty("strategy"));
    try (Server server =
        Server.builder(HoardProgram::serve)
            .listen("127.0.0.1:0")
            .strategy(strategy)
            .limits(Limits.standard().connections(100, Overload.BACKPRESSURE))
            .start()) {
      System.out.println(server.endpoint());
      Thread.ofPlatform().daemon().start(HoardProgram::endWithInput);
      server.awaitStop(); // throws if the server has failed, and the process exits
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Wait for the test to close it.
      }
    } catch (IOException closed) {
      // An error means the same as EOF.
    }
    System.exit(0);
  }

  private static void serve(Connection connection) throws IOException {
    List<byte[]> hoard = new ArrayList<>();
    var come = ByteBuffer.allocate(64);
    while (connection.read(come.clear()) >= 0) {
      come.flip();
      while (come.hasRemaining()) {
        if (come.get() == '\n') {
          connection.sink().writeLine("kept " + hoard.size()).flush();
        } else {
          hoard.add(new byte[KEPT_BYTES]);
        }
      }
    }
  }
}
