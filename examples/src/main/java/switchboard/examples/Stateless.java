package switchboard.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.Server;

/**
 * Two services that count, and what happens to the count when the server is restarted. The stateful
 * service stores the count of each client. The clients of the stateless service send their current
 * count with each request.
 *
 * <p>Notice that the stateless service could run on many machines, and any of these machines could
 * answer the next request of a client.
 */
final class Stateless {

  /** Counts the requests of a connection. The count is lost when the connection ends. */
  private static void stateful(Connection caller) throws IOException {
    int count = 0;
    while (caller.source().readLine(20) != null) {
      count++;
      caller.sink().writeLine("" + count).flush();
    }
  }

  /** Stores nothing: each request contains everything that is needed to answer it. */
  private static void stateless(Connection caller) throws IOException {
    var source = caller.source();
    for (String count = source.readLine(20); count != null; count = source.readLine(20)) {
      caller.sink().writeLine("" + (Integer.parseInt(count) + 1)).flush();
    }
  }

  private static void ask(ConnectionHandler service, String where, PrintStream out)
      throws IOException {
    Endpoint endpoint = Endpoint.parse(where);
    String count = "0";
    for (int start = 1; start <= 2; start++) {
      try (var server = Server.builder(service).listen(endpoint).start();
          var caller = Network.system().connect(server.endpoint())) {
        for (int i = 0; i < 2; i++) {
          caller.sink().writeLine(count).flush();
          count = String.valueOf(caller.source().readLine(20));
          out.println("  server " + start + " answers " + count);
        }
        endpoint = server.endpoint(); // the next server listens on the same endpoint
      }
    }
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    streams.out().println("stateful:");
    ask(Stateless::stateful, endpoint, streams.out());
    streams.out().println("stateless:");
    ask(Stateless::stateless, endpoint, streams.out());
  }
}
