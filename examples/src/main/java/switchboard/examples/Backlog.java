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
 * Callers whom nobody accepts wait in the kernel, as many as the backlog holds. What happens to the
 * next one depends on the system; Linux does not answer him.
 *
 * <p>Notice that connect succeeds although nobody has accepted, and that a full server looks like a
 * machine that is switched off. Without a limit of time the caller would try for two minutes.
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
      streams.out().println("no answer for the next one within " + TIMEOUT.toMillis() + " ms");
      listener.accept().close();
      boolean room = call(listener, callers);
      streams.out().println("one accepted, and the next one is connected: " + room);
    } finally {
      callers.forEach(Connection::close);
    }
  }

  private static boolean call(Listener listener, List<Connection> callers) throws IOException {
    try (var _ = Deadline.after(TIMEOUT)) {
      callers.add(Network.system().connect(listener.endpoint()));
      return true;
    } catch (DeadlineExceededException silence) {
      return false;
    }
  }
}
