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
 * A host to scan, with the addresses of its name.
 *
 * @param typed the host as typed, without brackets
 * @param address the first address of the host; its port is not used
 * @param others the other addresses of the host
 */
record ScanHost(String typed, Address.Inet address, List<Address.Inet> others) {

  /**
   * Parses a host and resolves its name. Blocks until the name is resolved, or until a deadline of
   * the thread expires.
   *
   * @throws UsageException if {@code word} is not a host, or is a link-local address without an
   *     interface
   */
  static ScanHost find(String word, Network network) throws IOException {
    boolean inBrackets = word.startsWith("[") && word.endsWith("]");
    String typed = inBrackets ? word.substring(1, word.length() - 1) : word;
    Endpoint endpoint = endpoint(typed);
    List<Address.Inet> found = network.resolve(endpoint);
    Address.Inet first = found.getFirst();
    if (first.isIpv6() && first.ip().isLinkLocalAddress() && first.zone().isEmpty()) {
      throw new UsageException(
          "link-local address " + typed + " requires an interface, such as " + typed + "%eth0");
    }
    return new ScanHost(typed, first, found.subList(1, found.size()));
  }

  /** Returns a separate host for each address of this host, so that all addresses are scanned. */
  List<ScanHost> each() {
    return Stream.concat(Stream.of(address), others.stream())
        .map(one -> new ScanHost(typed, one, List.of()))
        .toList();
  }

  /**
   * Returns a message about the addresses of this host that are not scanned, or "" if all addresses
   * are scanned.
   */
  String notScanned() {
    return others.isEmpty()
        ? ""
        : "other addresses of "
            + typed
            + ", not scanned: "
            + String.join(", ", others.stream().map(ScanHost::number).toList())
            + " (use --resolve-all to scan them too)";
  }

  private static Endpoint endpoint(String typed) {
    boolean port = typed.matches("[^:]*:[0-9]*|\\[.*]:[0-9]*");
    if (typed.isBlank() || typed.contains("/") || port) {
      String problem = typed.contains("/") ? "is not a host" : port ? "has a port" : "is empty";
      throw new UsageException(
          "'" + typed + "' " + problem + "; write a name or an address, and use --ports for ports");
    }
    try {
      return Endpoint.parse(typed.contains(":") ? "[" + typed + "]:1" : typed + ":1");
    } catch (EndpointException e) {
      throw new UsageException(
          "'" + typed + "' is not a host; write for example localhost, 127.0.0.1 or ::1");
    }
  }

  /**
   * Returns the numeric IP address without a port. The address includes its network interface if it
   * has one.
   */
  String number() {
    return number(address);
  }

  private static String number(Address.Inet address) {
    return address.host() + (address.zone().isEmpty() ? "" : "%" + address.zone());
  }

  /** Returns {@code 127.0.0.1}, or {@code 127.0.0.1 (localhost)} if a name was typed. */
  @Override
  public String toString() {
    return typed.equals(number()) ? typed : number() + " (" + typed + ")";
  }
}
