package switchboard.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/**
 * The host names that a server on loopback addresses accepts. This is a protection against DNS
 * rebinding: a hostile web page can resolve its own host name to 127.0.0.1, so that a browser sends
 * its requests to this server, but the {@code Host} field still has that name. Immutable and
 * thread-safe.
 *
 * @param names the accepted names, in lower case. IP addresses, {@code localhost} and names below
 *     it are always accepted
 */
record AllowedHosts(Set<String> names) {
  /** Matches a name, an IPv4 address or an address in brackets, and a port (RFC 3986 §3.2.2-3). */
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?<host>\\[[0-9A-Za-z:.%~_-]+]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)"
              + "(?::[0-9]*)?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){3}");
  private static final String LOCALHOST = "localhost";

  /** Accepts only IP addresses, {@code localhost} and names below it. */
  static final AllowedHosts LOCAL = new AllowedHosts(Set.of());

  /**
   * Returns the hosts of {@link #LOCAL} and these names.
   *
   * @throws IllegalArgumentException if one is not a host name
   */
  static AllowedHosts of(List<String> names) {
    for (String name : names) {
      var host = AUTHORITY.matcher(name);
      if (name.isEmpty() || !host.matches() || !name.equals(host.group("host"))) {
        throw new IllegalArgumentException(
            "'" + name + "' is not a host name; example: app.example, without a port");
      }
    }
    return new AllowedHosts(
        names.stream().map(AllowedHosts::canonical).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Returns the host of a {@code Host} field or of a target in absolute-form, in lower case and
   * without the port.
   *
   * @throws BadHeaderException 400 if it is not a host with an optional port
   */
  static String host(String authority) throws BadHeaderException {
    var host = AUTHORITY.matcher(authority);
    if (!host.matches() || !isAddressIfBracketed(host.group("host"))) {
      throw new BadHeaderException(400, "invalid Host");
    }
    return canonical(host.group("host"));
  }

  private static String canonical(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private static boolean isAddressIfBracketed(String host) {
    if (!host.startsWith("[")) {
      return true;
    }
    try {
      Endpoint.parse(host + ":0");
      return true;
    } catch (EndpointException e) {
      return false;
    }
  }

  /** Returns whether requests for {@code host}, in the form of {@link #host}, are accepted. */
  boolean allows(String host) {
    return host.isEmpty() // a client that sends no host is not a browser
        || host.startsWith("[")
        || IPV4.matcher(host).matches()
        || host.equals(LOCALHOST)
        || host.endsWith("." + LOCALHOST)
        || names.contains(host);
  }
}
