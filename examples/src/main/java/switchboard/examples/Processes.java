package switchboard.examples;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import switchboard.net.Connection;
import switchboard.net.Network;
import switchboard.server.ProcessServer;
import switchboard.server.Server;

/**
 * A server that starts a child process for each client, as inetd does. The standard input and
 * output of the child are the connection. The child prints its process ID and then sorts the lines
 * that it receives.
 *
 * <p>Notice that {@code sort} can print nothing before EOF on its input. So the server has to pass
 * the client's half-close on to the process. Notice also that the process must end when its client
 * has disconnected.
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
        long first = pid(ann);
        long second = pid(bob);
        streams.out().println("two clients, running processes: " + alive(first, second));

        ann.sink().writeLine("pear").writeLine("apple").shutdownOutput();
        streams.out().println("ann received: " + ann.source().readLine(20));
        streams.out().println("ann received: " + ann.source().readLine(20));
        streams.out().println("ann received: " + ann.source().readLine(20));
        bob.abort(); // disconnects before sending anything to sort
        server.drain(Server.GRACE_PERIOD);
        streams.out().println("no clients, running processes: " + alive(first, second));
      }
    }
  }

  private static long pid(Connection caller) throws IOException {
    return Long.parseLong(String.valueOf(caller.source().readLine(20)));
  }

  private static long alive(long... pids) {
    return LongStream.of(pids)
        .distinct()
        .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
        .count();
  }
}
