package switchboard.examples;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;

/**
 * Connections that the server has not accepted yet wait in a queue of the kernel, the backlog. If
 * the backlog is full, the operating system decides what happens to the next client; Linux does not
 * answer that client.
 *
 * <p>Notice that connect succeeds although the server has not accepted the connection. Notice also
 * that a client cannot distinguish a server with a full backlog from a machine that is switched
 * off. Without a deadline, the client would try to connect for about two minutes.
 */
final class Backlog {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  static void run(List<String> arguments, Streams streams) throws IOException {
    String endpoint = arguments.isEmpty() ? "127.0.0.1:0" : arguments.getFirst();
    var callers = new ArrayList<Connection>();
    var one = Options.of(Option.BACKLOG, 1);
    try (var listener = Network.system().listen(Endpoint.parse(endpoint), one)) {
      while (call(listener, callers)) {
        streams.out().println("connected: " + callers.size() + ", accepted: 0");
      }
      streams.out().println("next connect: no answer within " + TIMEOUT.toMillis() + " ms");
      listener.accept().close();
      boolean connected = call(listener, callers);
      streams.out().println("next connect, after one accept: connected = " + connected);
    } finally {
      callers.forEach(Connection::close);
    }
  }

  private static boolean call(Listener listener, List<Connection> callers) throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      callers.add(Network.system().connect(listener.endpoint()));
      return true;
    } catch (DeadlineExceededException noAnswer) {
      return false;
    }
  }
}
