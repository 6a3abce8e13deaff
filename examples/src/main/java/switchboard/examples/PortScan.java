package switchboard.examples;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/**
 * A port scanner in twenty lines: if a connect succeeds, a program listens on that port.
 *
 * <p>Notice the limit on concurrent connects: each connect needs a file descriptor. Notice also
 * that the range includes its last port. The scanner connects to this machine only.
 */
final class PortScan {

  private static List<Integer> scan(String host, int first, int last) throws Exception {
    var permits = new Semaphore(100);
    var open = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var probes =
          IntStream.rangeClosed(first, last)
              .mapToObj(port -> threads.submit(() -> isOpen(host, port, permits)))
              .toList();
      for (int i = 0; i < probes.size(); i++) {
        if (probes.get(i).get()) {
          open.add(first + i);
        }
      }
    }
    return open;
  }

  private static boolean isOpen(String host, int port, Semaphore permits) throws Exception {
    permits.acquire();
    try (var _ = Deadline.after(Duration.ofSeconds(2));
        var connection = Network.system().connect(Endpoint.tcp(host, port))) {
      return !connection.local().equals(connection.remote()); // or we connected to ourselves
    } catch (ConnectionRefusedException | DeadlineExceededException closed) {
      return false;
    } finally {
      permits.release();
    }
  }

  static void run(List<String> arguments, Streams streams) throws Exception {
    var out = streams.out();
    if (arguments.size() == 2) {
      out.println("open: " + scan("127.0.0.1", port(arguments.get(0)), port(arguments.get(1))));
      return;
    }
    String host = "127.0.0.2"; // another address of this machine, at which few programs listen
    try (var listener = Network.system().listen(host + ":0")) {
      int last = listener.endpoint().port();
      out.println("scanning ports " + (last - 9) + " to " + last);
      out.println("open: " + scan(host, last - 9, last));
    }
  }

  private static int port(String typed) {
    return Endpoint.parse("127.0.0.1:" + typed).port();
  }
}
