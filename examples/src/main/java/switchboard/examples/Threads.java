package switchboard.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * Serves a thousand clients that are connected and have sent nothing, with the same handler and
 * four strategies: one client at a time, a platform thread for each client, a virtual thread for
 * each client, and virtual threads on event loops.
 *
 * <p>Notice that the handler {@code serve} is the same for all four strategies. It blocks, and the
 * strategy decides which thread is blocked.
 */
final class Threads {
  private static final int CALLERS = 1000;

  private static void serve(Connection caller) throws IOException {
    caller.sink().writeLine("ready").flush();
    caller.source().readLine(100); // blocks until the client sends a line
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
          String cost = about(threads() - before) + " more threads";
          streams
              .out()
              .println(strategy.displayName() + ": " + atOnce + " served concurrently, " + cost);
        } finally {
          callers.forEach(Connection::close);
        }
      }
    }
  }

  /**
   * Connects all clients, waits until at least {@code expected} of them are being served, and
   * returns how many are being served at that moment.
   */
  private static int call(Server server, List<Connection> callers, int expected)
      throws IOException {
    while (callers.size() < CALLERS) {
      callers.add(Network.system().connect(server.endpoint()));
    }
    for (Connection caller : callers.subList(0, expected)) {
      caller.source().readLine(100); // "ready"
    }
    return (int) server.counters().active();
  }

  private static int threads() {
    return Thread.activeCount(); // platform threads only
  }

  private static String about(int number) {
    return number < 50 ? "a few" : "about " + Math.round(number / 100.0) * 100;
  }
}
