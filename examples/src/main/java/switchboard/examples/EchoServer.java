package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.net.Connection;
import switchboard.server.Server;

/**
 * A server that sends back what it receives, for any number of clients.
 *
 * <p>Notice that this code has no thread, no accept loop and no buffer. {@code echo} serves one
 * client in blocking code. For each client, the server runs {@code echo} on a new virtual thread.
 */
final class EchoServer {

  static void echo(Connection connection) throws IOException {
    connection.source().transferTo(connection.sink());
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    try (var server = Server.listen(endpoint, EchoServer::echo)) {
      streams.err().println("listening on " + server.endpoint());
      if (arguments.isEmpty()) {
        EchoClient.run(List.of(server.endpoint().toString()), streams);
      } else {
        server.awaitStop();
      }
    }
  }
}
