package switchboard.net;

import java.util.Locale;
import switchboard.net.internal.EndpointParser;
import switchboard.net.internal.Schemes;
import switchboard.net.spi.Scheme;

/**
 * The text form of a socket address, as a user types it, split into its parts. Host names are not
 * resolved.
 *
 * <pre>{@code
 * Endpoint endpoint = Endpoint.parse("udp://[::1]:7007");
 * System.out.println(endpoint.scheme() + " " + endpoint.host() + " " + endpoint.port());
 * }</pre>
 *
 * <table>
 * <caption>Forms</caption>
 * <thead>
 * <tr><th scope="col">Text</th><th scope="col">Meaning</th></tr>
 * </thead>
 * <tbody>
 * <tr><td>{@code localhost:7000}, {@code tcp://localhost:7000}</td><td>TCP</td></tr>
 * <tr><td>{@code :7000}</td><td>TCP; for listening: every interface; for connecting: this
 * machine</td></tr>
 * <tr><td>{@code [::1]:7000}, {@code [fe80::1%eth0]:7000}</td><td>TCP over IPv6</td></tr>
 * <tr><td>{@code udp://host:53}</td><td>UDP</td></tr>
 * <tr><td>{@code unix:///run/app.sock}, {@code unix:app.sock}</td>
 *     <td>Unix socket with a path</td></tr>
 * <tr><td>{@code unix:@name}</td><td>Unix socket with an abstract name (Linux)</td></tr>
 * <tr><td>{@code -}, {@code stdio:}</td><td>standard input and output of this process</td></tr>
 * <tr><td>{@code scheme://…}</td><td>a scheme that another module provides</td></tr>
 * </tbody>
 * </table>
 *
 * <p>Immutable. The constructor does not check its arguments; {@link #parse} does.
 *
 * @param scheme in lower case: {@code tcp}, {@code unix}, {@code udp}, {@code stdio}, or one that
 *     another module provides
 * @param host a name, or an IPv4 or IPv6 address without brackets; empty for every interface, and
 *     for schemes without a host
 * @param zone the interface of a link-local IPv6 address (RFC 4007), such as {@code eth0}; empty
 *     for other hosts
 * @param port 0 to 65535; -1 for schemes without a port
 * @param path a file path, {@code @name}, a command or the path of a URL; empty for schemes without
 *     a path
 * @since 0.1.0
 */
public record Endpoint(String scheme, String host, String zone, int port, String path) {

  /**
   * Returns an endpoint of scheme {@code tcp}.
   *
   * @param host a name, or an IP address without brackets; empty for every interface
   * @param port 0 to 65535
   * @return {@code tcp://host:port}
   */
  public static Endpoint tcp(String host, int port) {
    return new Endpoint("tcp", host, "", port, "");
  }

  /**
   * Returns an endpoint of scheme {@code udp}.
   *
   * @param host a name, or an IP address without brackets; empty for every interface
   * @param port 0 to 65535
   * @return {@code udp://host:port}
   */
  public static Endpoint udp(String host, int port) {
    return new Endpoint("udp", host, "", port, "");
  }

  /**
   * Returns an endpoint of scheme {@code unix}: a Unix stream socket.
   *
   * @param path a file path, or {@code @name} for a Linux abstract name
   * @return {@code unix:path}
   */
  public static Endpoint unix(String path) {
    return new Endpoint("unix", "", "", -1, path);
  }

  /**
   * Returns a resolved address as an endpoint for connecting a byte stream.
   *
   * @param address for example {@link Listener#local}
   * @return an endpoint of scheme {@code tcp} or {@code unix}
   */
  public static Endpoint of(Address address) {
    return switch (address) {
      case Address.Inet inet -> new Endpoint("tcp", inet.host(), inet.zone(), inet.port(), "");
      case Address.Unix unix -> unix(unix.path());
    };
  }

  /**
   * Returns this endpoint with another scheme.
   *
   * @param other in lower case
   * @return a new endpoint with the same host, zone, port and path
   */
  public Endpoint withScheme(String other) {
    return new Endpoint(other, host, zone, port, path);
  }

  /**
   * Parses an endpoint in one of the forms that are listed at {@link Endpoint}. Spaces before and
   * after the endpoint are ignored.
   *
   * @param text what a user has typed
   * @return the parts of the text
   * @throws EndpointException if the text is malformed; the message names the wrong part and shows
   *     a valid form
   */
  public static Endpoint parse(String text) {
    String typed = text.strip();
    if (typed.equals("-") || typed.equals("stdio:")) {
      return new Endpoint("stdio", "", "", -1, "");
    }
    if (typed.isEmpty()) {
      throw new EndpointException("an endpoint is empty; write one such as localhost:7000");
    }
    int colon = typed.indexOf(':');
    String prefix = typed.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT);
    boolean slashes = typed.startsWith("://", Math.max(colon, 0));
    if (prefix.equals("unix")) {
      return EndpointParser.path(typed, prefix, typed.substring(colon + (slashes ? 3 : 1)));
    }
    if (slashes) {
      return parseScheme(typed, prefix, typed.substring(colon + 3));
    }
    Scheme opaque = prefix.isEmpty() ? null : Schemes.find(prefix).orElse(null);
    if (opaque != null && opaque.isOpaque()) {
      return opaque.parse(typed, typed.substring(colon + 1));
    }
    return EndpointParser.hostAndPort(typed, "tcp", typed);
  }

  private static Endpoint parseScheme(String typed, String scheme, String rest) {
    return scheme.equals("tcp") || scheme.equals("udp")
        ? EndpointParser.hostAndPort(typed, scheme, rest)
        : Schemes.find(scheme).orElseThrow(() -> Schemes.unknown(scheme, typed)).parse(typed, rest);
  }

  /**
   * Returns the text form of this endpoint with its scheme, such as {@code tcp://localhost:7000}.
   * {@link #parse} accepts this text.
   */
  @Override
  public String toString() {
    if (scheme.equals("stdio")) {
      return "stdio:";
    }
    if (scheme.equals("unix")) {
      return scheme + (path.startsWith("/") ? "://" : ":") + path;
    }
    String bare = zone.isEmpty() ? host : host + "%" + zone;
    boolean ipv6 = host.contains(":") && port >= 0; // only schemes with a port use brackets
    String authority = ipv6 ? "[" + bare + "]" : bare;
    return scheme + "://" + authority + (port < 0 ? "" : ":" + port) + path;
  }
}
