package switchboard.examples;

import java.io.IOException;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * A request that ends with EOF: the client shuts down its output and still reads the answer.
 *
 * <p>Notice that the two directions of a connection end independently. {@code shutdownOutput} sends
 * the buffered bytes and then EOF, and the client can still read. {@code close} would close both
 * directions.
 */
final class HalfClose {
  private static final int REQUEST_BYTES_MAX = 64 * 1024;

  /**
   * Reads the request until EOF and sends an answer. The server closes the connection when this
   * method returns.
   */
  static void answer(Connection caller) throws IOException {
    byte[] request = caller.source().readAll(REQUEST_BYTES_MAX);
    caller.sink().writeLine("received " + request.length + " bytes, then EOF");
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    if (arguments.isEmpty()) {
      try (var server = Server.listen("127.0.0.1:0", HalfClose::answer)) {
        run(List.of(server.endpoint().toString()), streams);
      }
      return;
    }
    try (var connection = Network.system().connect(arguments.getFirst())) {
      connection.sink().writeLine("Dear server,").writeLine("that was all.").shutdownOutput();
      streams.out().println("client: request sent, output shut down");

      var source = connection.source();
      for (String line = source.readLine(1000); line != null; line = source.readLine(1000)) {
        streams.out().println("server: " + line);
      }
      streams.out().println("server: (EOF)");
    }
  }
}
