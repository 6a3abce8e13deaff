package switchboard.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/**
 * The host names that a server on loopback addresses accepts in requests. This check protects the
 * server against DNS rebinding: the owner of a hostile web page can let the host name of the page
 * resolve to 127.0.0.1, so that a browser sends requests of the page to this server. The field
 * {@code Host} of such requests contains the host name of the hostile page, so the server can
 * detect them. Immutable and thread-safe.
 *
 * @param names the accepted names, in lower case. In addition to these names, IP addresses, {@code
 *     localhost} and names that end in {@code .localhost} are accepted
 */
record AllowedHosts(Set<String> names) {
  /**
   * Matches a host with an optional port. The host is a name, an IPv4 address, or an address in
   * brackets (RFC 3986 §3.2.2-3).
   */
  private static final Pattern AUTHORITY =
      Pattern.compile(
          "(?<host>\\[[0-9A-Za-z:.%~_-]+]|(?:[0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)"
              + "(?::[0-9]*)?");

  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:[.][0-9]{1,3}){3}");
  private static final String LOCALHOST = "localhost";

  /** Accepts only IP addresses, {@code localhost} and names that end in {@code .localhost}. */
  static final AllowedHosts LOCAL = new AllowedHosts(Set.of());

  /**
   * Returns an instance that accepts the hosts of {@link #LOCAL} and these names.
   *
   * @throws IllegalArgumentException if a name in the list is not a host name
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
   * @throws BadHeaderException with status 400 if {@code authority} is not a host with an optional
   *     port
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

  /**
   * Returns whether requests for {@code host} are accepted.
   *
   * @param host a host as {@link #host} returns it
   */
  boolean allows(String host) {
    // browsers always send a host, so a request without a host does not come from a browser
    return host.isEmpty()
        || host.startsWith("[")
        || IPV4.matcher(host).matches()
        || host.equals(LOCALHOST)
        || host.endsWith("." + LOCALHOST)
        || names.contains(host);
  }
}
