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
 * Two services that count, and what is left of their count when the server starts again: one keeps
 * it, the other one's callers bring it along with each request.
 *
 * <p>Notice that the stateless service could as well be many, on many machines: any of them may
 * take the next request.
 */
final class Stateless {

  /** Keeps the count for as long as the caller stays. */
  private static void stateful(Connection caller) throws IOException {
    int count = 0;
    while (caller.source().readLine(20) != null) {
      count++;
      caller.sink().writeLine("" + count).flush();
    }
  }

  /** Keeps nothing: the request holds all that is needed to answer it. */
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
          out.println("  server " + start + " says " + count);
        }
        endpoint = server.endpoint(); // the next one listens at the same place
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
