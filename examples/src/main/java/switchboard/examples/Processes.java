package switchboard.examples;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.ProcessServer;
import switchboard.server.Server;

/**
 * A program for each caller, as inetd has it: its standard input and output are the connection. It
 * tells its number, and then sorts what it hears.
 *
 * <p>Notice that sort can't answer before its input has ended: the caller's half-close has to reach
 * it. And that it must not outlive a caller who has gone.
 */
final class Processes {
  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    var setup = ProcessServer.builder("sh", "-c", "echo $$; exec sort");
    try (var server = setup.listen(endpoint).start()) {
      streams.err().println("listening on " + server.endpoint());
      if (!arguments.isEmpty()) {
        server.awaitStop();
        return;
      }
      try (var ann = Network.system().connect(server.endpoint());
          var bob = Network.system().connect(server.endpoint())) {
        long anns = number(ann);
        long bobs = number(bob);
        streams.out().println("two callers, processes: " + alive(anns, bobs));

        ann.sink().writeLine("pear").writeLine("apple").shutdownOutput();
        streams.out().println("ann hears: " + ann.source().readLine(20));
        streams.out().println("ann hears: " + ann.source().readLine(20));
        streams.out().println("ann hears: " + ann.source().readLine(20));
        bob.abort(); // and has not said what to sort
        server.drain(Server.GRACE_PERIOD);
        streams.out().println("both have left, processes: " + alive(anns, bobs));
      }
    }
  }

  private static long number(Connection caller) throws IOException {
    return Long.parseLong(String.valueOf(caller.source().readLine(20)));
  }

  private static long alive(long... numbers) {
    return LongStream.of(numbers)
        .distinct()
        .filter(number -> ProcessHandle.of(number).map(ProcessHandle::isAlive).orElse(false))
        .count();
  }
}
