package switchboard.examples;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * Two hundred clients at once, each with a virtual thread, a connection and messages of its own.
 *
 * <p>Notice that {@code talk} would look the same for a single client: it blocks wherever it has to
 * wait, and while it waits it occupies no thread of the operating system.
 */
final class ManyClients {
  private static final int CLIENTS = 200;

  static void run(List<String> arguments, Streams streams) throws Exception {
    if (arguments.isEmpty()) {
      try (var server = Server.listen("127.0.0.1:0", EchoServer::echo)) {
        run(List.of(server.endpoint().toString()), streams);
      }
      return;
    }
    var everybody = new Phaser(CLIENTS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var talks =
          IntStream.rangeClosed(1, CLIENTS)
              .mapToObj(i -> threads.submit(() -> talk(arguments.getFirst(), i, everybody)))
              .toList();
      int matched = 0;
      for (var talk : talks) {
        matched += talk.get();
      }
      streams.out().println(CLIENTS + " clients at once, " + matched + " answers matched");
    }
  }

  /** Gives the number of answers that were what this client had asked. */
  private static int talk(String endpoint, int client, Phaser everybody) throws IOException {
    try (var connection = Network.system().connect(endpoint)) {
      everybody.arriveAndAwaitAdvance(); // nobody speaks before all are connected
      int matched = 0;
      for (int i = 1; i <= 2; i++) {
        String message = "message " + i + " from client " + client;
        connection.sink().writeLine(message).flush();
        matched += message.equals(connection.source().readLine(100)) ? 1 : 0;
      }
      return matched;
    } finally {
      everybody.arriveAndDeregister();
    }
  }
}
