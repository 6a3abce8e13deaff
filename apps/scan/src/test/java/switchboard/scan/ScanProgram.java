package switchboard.scan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;

/** Runs scans in a separate process, which may lack resources, and prints the results. */
final class ScanProgram {
  private static final Network NETWORK = Network.system();
  private static final long FLAP_NANOS = 30_000_000;

  private ScanProgram() {}

  /**
   * Runs one of these checks, which the first argument selects:
   *
   * <pre>
   * hosts PORTS ENDPOINT...                   scans each
   * without PORTS FROM                        scans 127.0.0.1 while the local ports from FROM to
   *                                           FROM + 7 are taken
   * lottery SEED LISTENERS PORTS ROUNDS       checks scans of loopback
   * beside SEED LISTENERS PORTS ROUNDS        the same, during a scan of 10.9.0.2
   * flapping SEED LISTENERS PORTS ROUNDS FROM the same, while local ports are taken at times
   * </pre>
   */
  public static void main(String[] arguments) throws Exception {
    System.out.println("started");
    switch (arguments[0]) {
      case "hosts" -> {
        for (String host : List.of(arguments).subList(2, arguments.length)) {
          System.out.println(host + " " + states(host, arguments[1]));
        }
      }
      case "without" -> {
        List<Listener> taken = take(Integer.parseInt(arguments[2]));
        System.out.println(states("127.0.0.1:1", arguments[1]));
        taken.forEach(Listener::close);
      }
      default -> draw(arguments);
    }
  }

  private static Map<String, Integer> states(String host, String ports) throws IOException {
    var found = new TreeMap<String, Integer>();
    scan()
        .run(
            NETWORK.resolve(Endpoint.parse(host)).getFirst(),
            Ports.parse(ports),
            result ->
                found.merge(
                    result.state().displayName() + ": " + result.reason(), 1, Integer::sum));
    return found;
  }

  private static void draw(String... arguments) throws Exception {
    scan().run(Address.loopback(0), Ports.range(1, 9), _ -> {}); // so that the classes are loaded
    var lottery =
        new Lottery(
            Long.parseLong(arguments[1]),
            Integer.parseInt(arguments[2]),
            Ports.parse(arguments[3]));
    int rounds = Integer.parseInt(arguments[4]);
    try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
      System.out.println("descriptors=" + descriptors.count());
    }
    switch (arguments[0]) {
      case "lottery" -> check(lottery, rounds);
      case "beside" -> beside(ScanProgram::scanSilence, lottery, rounds);
      case "flapping" -> beside(() -> flap(Integer.parseInt(arguments[5])), lottery, rounds);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    lottery.wrong.stream().limit(20).forEach(System.out::println);
    System.out.println(lottery.tally);
    System.out.println(lottery.wrong.size() + " wrong");
    lottery.close();
  }

  private static PortScan scan() {
    return PortScan.over(NETWORK).withTimeout(Duration.ofMillis(200));
  }

  private static void check(Lottery lottery, int rounds) throws IOException {
    for (int i = 0; i < rounds; i++) {
      lottery.check(scan(), Set.of());
    }
  }

  private interface Disturbance {
    void once() throws IOException;
  }

  private static void beside(Disturbance disturbance, Lottery lottery, int rounds)
      throws Exception {
    var over = new AtomicBoolean();
    var thread =
        Thread.startVirtualThread(() -> {
          try {
            while (!over.get()) {
              disturbance.once();
            }
          } catch (OperationInterruptedException e) {
            // The check is complete.
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    check(lottery, rounds);
    over.set(true);
    thread.interrupt();
    thread.join();
  }

  /** Scans a host that never answers. This scan needs up to 500 descriptors at the same time. */
  private static void scanSilence() throws IOException {
    Address.Inet silent = Address.inet(new byte[] {10, 9, 0, 2}, 0);
    scan()
        .run(
            silent,
            Ports.range(1, Ports.LAST),
            result -> {
              if (result.state() == PortState.OPEN || result.state() == PortState.CLOSED) {
                throw new IllegalStateException(result + ", but nothing listens there");
              }
            });
  }

  private static void flap(int from) {
    List<Listener> taken = take(from);
    LockSupport.parkNanos(FLAP_NANOS);
    taken.forEach(Listener::close);
    LockSupport.parkNanos(FLAP_NANOS);
  }

  private static List<Listener> take(int from) {
    List<Listener> taken = new ArrayList<>();
    for (int port = from; port < from + 8; port++) {
      try {
        taken.add(NETWORK.listen(Endpoint.of(Address.wildcard(port))));
      } catch (IOException used) {
        // A probe is using the port at the moment. The next round may succeed.
      }
    }
    return taken;
  }
}
