package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.net.Connection;
import switchboard.server.Server;

/**
 * A server that says back what it hears, to as many callers as come.
 *
 * <p>Notice what is not here: no thread, no loop over callers, no buffer. {@code echo} is the whole
 * talk with one caller, as blocking code; the server runs it for each of them, on a virtual thread
 * of its own.
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
        EchoClient.run(List.of(server.endpoint().toString()), streams); // somebody has to call
      } else {
        server.awaitStop();
      }
    }
  }
}
