package switchboard.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/**
 * The names by which a server that listens on loopback only may be called. A web page from
 * elsewhere can point its own name to 127.0.0.1 and have a browser send its requests here (DNS
 * rebinding); it can't choose another {@code Host} than that name. Immutable; any thread.
 *
 * @param names in lower case, beside IP addresses, {@code localhost} and names below it
 */
record AllowedHosts(Set<String> names) {
  /** RFC 3986 §3.2.2 and §3.2.3: a name or IPv4 address, or an address in brackets; a port. */
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?<host>\\[[0-9A-Za-z:.%~_-]+]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)"
              + "(?::[0-9]*)?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){3}");
  private static final String LOCALHOST = "localhost";

  /** No names but those that always lead to this machine. */
  static final AllowedHosts LOCAL = new AllowedHosts(Set.of());

  /**
   * The same and these.
   *
   * @throws IllegalArgumentException if one is not a host name
   */
  static AllowedHosts of(List<String> names) {
    for (String name : names) {
      var host = AUTHORITY.matcher(name);
      if (name.isEmpty() || !host.matches() || !name.equals(host.group("host"))) {
        throw new IllegalArgumentException(
            "'" + name + "' is not a host name; write for example app.example, without a port");
      }
    }
    return new AllowedHosts(
        names.stream().map(AllowedHosts::canonical).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Returns the host of a {@code Host} field or of an absolute-form, in lower case and without its
   * port.
   *
   * @throws BadHeaderException 400 if it is not a host and a port
   */
  static String host(String authority) throws BadHeaderException {
    var host = AUTHORITY.matcher(authority);
    if (!host.matches() || !isAddressIfBracketed(host.group("host"))) {
      throw new BadHeaderException(400, "the Host is not a host name and a port");
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

  /** Whether a request for that host, as {@link #host} returns it, may be answered. */
  boolean allows(String host) {
    return host.isEmpty() // a client that names no host is not a browser
        || host.startsWith("[")
        || IPV4.matcher(host).matches()
        || host.equals(LOCALHOST)
        || host.endsWith("." + LOCALHOST)
        || names.contains(host);
  }
}
