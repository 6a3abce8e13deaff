package switchboard.examples;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.stream.IntStream;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * Two hundred concurrent clients, each with its own virtual thread and connection.
 *
 * <p>Notice that {@code talk} would look the same for a single client. {@code talk} blocks while it
 * waits for an answer, but a blocked virtual thread does not occupy a thread of the operating
 * system.
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
    var connected = new Phaser(CLIENTS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var clients =
          IntStream.rangeClosed(1, CLIENTS)
              .mapToObj(i -> threads.submit(() -> talk(arguments.getFirst(), i, connected)))
              .toList();
      int matched = 0;
      for (var client : clients) {
        matched += client.get();
      }
      streams.out().println(CLIENTS + " clients at once, " + matched + " answers matched");
    }
  }

  /** Sends messages, and returns the number of answers that were equal to the message sent. */
  private static int talk(String endpoint, int client, Phaser connected) throws IOException {
    try (var connection = Network.system().connect(endpoint)) {
      connected.arriveAndAwaitAdvance(); // waits until all clients are connected
      int matched = 0;
      for (int i = 1; i <= 2; i++) {
        String message = "message " + i + " from client " + client;
        connection.sink().writeLine(message).flush();
        matched += message.equals(connection.source().readLine(100)) ? 1 : 0;
      }
      return matched;
    } finally {
      connected.arriveAndDeregister();
    }
  }
}
