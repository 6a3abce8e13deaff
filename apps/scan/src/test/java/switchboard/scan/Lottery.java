package switchboard.scan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import switchboard.net.Address;
import switchboard.net.AddressUnavailableException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;

/**
 * Opens listeners at random ports of ::1 and of random addresses in 127.0.0.0/8, and compares the
 * results of scans with them. Confined to one thread.
 */
final class Lottery implements AutoCloseable {
  private static final int HOSTS = 12;

  private final Network network = Network.system();
  private final Ports ports;
  private final List<Address.Inet> hosts = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final Set<Address> listening = new HashSet<>();

  /** The number of results of each kind. */
  final Map<String, Integer> tally = new TreeMap<>();

  /** A description of each wrong result. */
  final List<String> wrong = new ArrayList<>();

  /** Opens {@code count} listeners at random ports among {@code ports}. */
  Lottery(long seed, int count, Ports ports) throws IOException {
    this.ports = ports;
    var random = new Random(seed);
    hosts.add(Address.loopback6(0));
    while (hosts.size() < HOSTS) {
      byte[] ip = {127, (byte) random.nextInt(256), (byte) random.nextInt(256), 0};
      ip[3] = (byte) (1 + random.nextInt(254));
      hosts.add(Address.inet(ip, 0));
    }
    while (listeners.size() < count) {
      Address.Inet host = hosts.get(random.nextInt(HOSTS));
      listen(host.withPort(ports.at(random.nextInt(ports.count()))));
    }
  }

  private void listen(Address.Inet address) throws IOException {
    try {
      listeners.add(network.listen(Endpoint.of(address)));
      listening.add(address);
    } catch (AddressUnavailableException taken) {
      // The port is in use; the loop tries another port.
    }
  }

  List<Address.Inet> hosts() {
    return hosts;
  }

  /** Scans all hosts once. Ports in {@code doubtful} may have listeners of other processes. */
  void check(PortScan scan, Set<Integer> doubtful) throws IOException {
    for (Address.Inet host : hosts) {
      scan.run(
          host,
          ports,
          result -> {
            tally.merge(result.state().displayName() + ": " + result.reason(), 1, Integer::sum);
            boolean ours = listening.contains(result.address());
            boolean open = result.state() == PortState.OPEN;
            boolean right = open == ours && result.state() != PortState.FILTERED;
            boolean known = result.state() != PortState.UNKNOWN;
            if (known && !right && (ours || !doubtful.contains(result.port()))) {
              wrong.add(result + (ours ? ", but we listen there" : ", but nothing listens there"));
            }
          });
    }
  }

  @Override
  public void close() {
    listeners.forEach(Listener::close);
  }
}
