package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.server.Limits.Overload;

/**
 * A server for {@link Forked} whose handler keeps memory for each byte that a caller sends until
 * the call ends, without a bound: what a server is to survive, or to end by. A line is answered.
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
      server.awaitStop(); // throws when the server has ended by itself: then so does the process
    }
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Until the test has ended.
      }
    } catch (IOException closed) {
      // Which says the same.
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
