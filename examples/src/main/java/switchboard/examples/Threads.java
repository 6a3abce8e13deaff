package switchboard.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * A thousand callers who think before they speak, and the same service for them in turn, on a
 * platform thread each, on a virtual thread each, and on virtual threads of event loops.
 *
 * <p>Notice that {@code serve} doesn't know which it is: it blocks, and who is blocked with it is
 * decided elsewhere.
 */
final class Threads {
  private static final int CALLERS = 1000;

  private static void serve(Connection caller) throws IOException {
    caller.sink().writeLine("I am listening").flush();
    caller.source().readLine(100); // blocks for as long as the caller thinks
    caller.sink().writeLine("thank you").flush();
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    for (Strategy strategy : Strategy.values()) {
      try (var server =
          Server.builder(Threads::serve).strategy(strategy).listen(endpoint).start()) {
        int before = threads();
        var callers = new ArrayList<Connection>();
        try {
          int atOnce = call(server, callers, strategy == Strategy.SEQUENTIAL ? 1 : CALLERS);
          String cost = about(threads() - before) + " threads more";
          streams
              .out()
              .println(strategy.displayName() + ": " + atOnce + " served at once, " + cost);
        } finally {
          callers.forEach(Connection::close);
        }
      }
    }
  }

  /** Calls a thousand times, waits until {@code expected} are served, and counts who is. */
  private static int call(Server server, List<Connection> callers, int expected)
      throws IOException {
    while (callers.size() < CALLERS) {
      callers.add(Network.system().connect(server.endpoint()));
    }
    for (Connection caller : callers.subList(0, expected)) {
      caller.source().readLine(100); // "I am listening"
    }
    return (int) server.counters().active();
  }

  private static int threads() {
    return Thread.activeCount(); // of the operating system; virtual ones are not among them
  }

  private static String about(int number) {
    return number < 50 ? "a few" : "about " + Math.round(number / 100.0) * 100;
  }
}
