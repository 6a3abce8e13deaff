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
 * A peer that falls silent without a close, as a machine does whose cable is pulled, and the only
 * way to notice it soon: ask, and don't wait for ever.
 *
 * <p>Notice that the second ping is sent without an error. The kernel has taken it, and whatever
 * happens to it happens elsewhere.
 */
final class SilentPeer {
  private static final Duration TIMEOUT = Duration.ofMillis(200);

  /** Answers once; then it hangs, and its connection stays open. */
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
          out.println("heard: " + connection.source().readLine(100));
        } catch (DeadlineExceededException silence) {
          break;
        }
      }
      out.println("nothing within " + TIMEOUT.toMillis() + " ms: given up");
      connection.abort(); // a polite end would wait for somebody who may not be there
    }
  }

  /** What the kernel does by itself if it is told to, and when it would give up. */
  private static void keepAlive(ConnectionOptions options, PrintStream out) throws IOException {
    out.println("keep-alive by itself: " + options.get(Option.KEEP_ALIVE));
    options.set(Option.KEEP_ALIVE, true);
    options.set(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(10));
    options.set(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(2));
    options.set(Option.KEEP_ALIVE_COUNT, 3);
    long probing = 3 * options.get(Option.KEEP_ALIVE_INTERVAL).toSeconds();
    long seconds = options.get(Option.KEEP_ALIVE_IDLE).toSeconds() + probing;
    out.println("told to: a machine that is gone is noticed after " + seconds + " s");
  }
}
