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
 * A scanner in twenty lines: who lets us connect to a port has somebody listening there.
 *
 * <p>Notice the limit on how many knock at once: each of them is a descriptor of ours. And the last
 * port of the range is looked at too. It calls nobody but this machine.
 */
final class PortScan {

  private static List<Integer> scan(String host, int first, int last) throws Exception {
    var places = new Semaphore(100);
    var open = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var probes =
          IntStream.rangeClosed(first, last)
              .mapToObj(port -> threads.submit(() -> isOpen(host, port, places)))
              .toList();
      for (int i = 0; i < probes.size(); i++) {
        if (probes.get(i).get()) {
          open.add(first + i);
        }
      }
    }
    return open;
  }

  private static boolean isOpen(String host, int port, Semaphore places) throws Exception {
    places.acquire();
    try (var _ = Deadline.after(Duration.ofSeconds(2));
        var connection = Network.system().connect(Endpoint.tcp(host, port))) {
      return !connection.local().equals(connection.remote()); // or we have called ourselves
    } catch (ConnectionRefusedException | DeadlineExceededException closed) {
      return false;
    } finally {
      places.release();
    }
  }

  static void run(List<String> arguments, Streams streams) throws Exception {
    var out = streams.out();
    if (arguments.size() == 2) {
      out.println("open: " + scan("127.0.0.1", port(arguments.get(0)), port(arguments.get(1))));
      return;
    }
    String host = "127.0.0.2"; // this machine too, but few listen there
    try (var listener = Network.system().listen(host + ":0")) {
      int last = listener.endpoint().port();
      out.println("looking at ports " + (last - 9) + " to " + last);
      out.println("open: " + scan(host, last - 9, last));
    }
  }

  private static int port(String typed) {
    return Endpoint.parse("127.0.0.1:" + typed).port();
  }
}
