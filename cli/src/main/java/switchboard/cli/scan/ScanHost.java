package switchboard.cli.scan;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import switchboard.cli.command.UsageException;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.net.Network;

/**
 * A host to scan.
 *
 * @param typed as the person wrote it, brackets aside
 * @param address the first of its addresses; the port does not matter
 * @param others the addresses that it has besides
 */
record ScanHost(String typed, Address.Inet address, List<Address.Inet> others) {

  /**
   * Reads what a person typed, and resolves it; blocks for a name, within the thread's deadlines.
   *
   * @throws UsageException when it is no host
   */
  static ScanHost find(String word, Network network) throws IOException {
    boolean inBrackets = word.startsWith("[") && word.endsWith("]");
    String typed = inBrackets ? word.substring(1, word.length() - 1) : word;
    Endpoint endpoint = endpoint(typed);
    List<Address.Inet> found = network.resolve(endpoint);
    Address.Inet first = found.getFirst();
    if (first.isIpv6() && first.ip().isLinkLocalAddress() && first.zone().isEmpty()) {
      throw new UsageException(
          "every interface has its own " + typed + "; say which, such as " + typed + "%eth0");
    }
    return new ScanHost(typed, first, found.subList(1, found.size()));
  }

  /** Returns one host for each of its addresses, so that each is scanned. */
  List<ScanHost> each() {
    return Stream.concat(Stream.of(address), others.stream())
        .map(one -> new ScanHost(typed, one, List.of()))
        .toList();
  }

  /** Tells which addresses are not scanned; empty if there are none. */
  String notScanned() {
    return others.isEmpty()
        ? ""
        : "other addresses of "
            + typed
            + ", not scanned: "
            + String.join(", ", others.stream().map(ScanHost::number).toList())
            + " (--resolve-all scans them)";
  }

  private static Endpoint endpoint(String typed) {
    boolean port = typed.matches("[^:]*:[0-9]*|\\[.*]:[0-9]*");
    if (typed.isBlank() || typed.contains("/") || port) {
      String wrong = typed.contains("/") ? "is no host" : port ? "has a port" : "is empty";
      throw new UsageException(
          "'" + typed + "' " + wrong + "; write a name or an address alone, and --ports for ports");
    }
    try {
      return Endpoint.parse(typed.contains(":") ? "[" + typed + "]:1" : typed + ":1");
    } catch (EndpointException e) {
      throw new UsageException(
          "'" + typed + "' is no host; write for example localhost, 127.0.0.1 or ::1");
    }
  }

  /** The address without port, as {@code --ports} leaves it. */
  String number() {
    return number(address);
  }

  private static String number(Address.Inet address) {
    return address.host() + (address.zone().isEmpty() ? "" : "%" + address.zone());
  }

  /** {@code 127.0.0.1}, or {@code 127.0.0.1 (localhost)}. */
  @Override
  public String toString() {
    return typed.equals(number()) ? typed : number() + " (" + typed + ")";
  }
}
