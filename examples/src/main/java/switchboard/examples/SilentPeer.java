package switchboard.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import switchboard.net.Connection;
import switchboard.net.ConnectionOptions;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.server.Server;

/**
 * A peer that stops answering without closing the connection, like a machine whose cable is
 * unplugged. The only way to detect such a peer within seconds is to send a request and to wait for
 * the answer with a deadline.
 *
 * <p>Notice that the second ping is sent without an error: the kernel has accepted the bytes, which
 * proves nothing about the peer.
 */
final class SilentPeer {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  /** Answers one request and then hangs without closing the connection. */
  private static void hang(Connection caller) throws IOException {
    caller.sink().writeLine("pong to " + caller.source().readLine(20)).flush();
    caller.source().readAll(1000);
  }

  static void run(List<String> arguments, Streams streams) throws IOException {
    var out = streams.out();
    try (var server = Server.listen("127.0.0.1:0", SilentPeer::hang);
        var connection = Network.system().connect(server.endpoint())) {
      keepAlive(connection.options(), out);
      for (int i = 1; ; i++) {
        connection.sink().writeLine("ping " + i).flush();
        out.println("sent: ping " + i);
        try (var _ = Deadline.after(TIMEOUT)) {
          out.println("received: " + connection.source().readLine(100));
        } catch (DeadlineExceededException noAnswer) {
          break;
        }
      }
      out.println("no answer within " + TIMEOUT.toMillis() + " ms: aborted");
      connection.abort(); // a graceful close would wait for the peer
    }
  }

  /**
   * Enables keep-alive, with which the kernel probes the peer of an idle connection. Prints after
   * which time the kernel would report that the peer does not answer.
   */
  private static void keepAlive(ConnectionOptions options, PrintStream out) throws IOException {
    out.println("keep-alive by default: " + options.get(Option.KEEP_ALIVE));
    options.set(Option.KEEP_ALIVE, true);
    options.set(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(10));
    options.set(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(2));
    options.set(Option.KEEP_ALIVE_COUNT, 3);
    long probing = 3 * options.get(Option.KEEP_ALIVE_INTERVAL).toSeconds();
    long seconds = options.get(Option.KEEP_ALIVE_IDLE).toSeconds() + probing;
    out.println("keep-alive enabled: a dead machine is detected after " + seconds + " s");
  }
}
