package switchboard.net;

import java.util.Locale;
import switchboard.net.internal.EndpointParser;
import switchboard.net.internal.Schemes;
import switchboard.net.spi.Scheme;

/**
 * Where to connect, listen or send, as a person types it: {@code localhost:7000}, {@code
 * tcp://[::1]:7000}, {@code unix:///run/app.sock}, {@code udp://host:53}, {@code -}. Immutable; a
 * name in it is not yet resolved.
 *
 * @param scheme lower case: {@code tcp}, {@code unix}, {@code udp}, {@code stdio}, or one that
 *     another module brings
 * @param host name, IPv4 or IPv6 address without brackets; empty for every interface, and for
 *     schemes that have none
 * @param zone interface of a link-local IPv6 address, else empty
 * @param port 0 to 65535, or -1 for schemes that have none
 * @param path the file path, {@code @name}, command or URL path; else empty
 */
public record Endpoint(String scheme, String host, String zone, int port, String path) {

  /** TCP to {@code host} and {@code port}. */
  public static Endpoint tcp(String host, int port) {
    return new Endpoint("tcp", host, "", port, "");
  }

  /** UDP to {@code host} and {@code port}. */
  public static Endpoint udp(String host, int port) {
    return new Endpoint("udp", host, "", port, "");
  }

  /** A Unix stream socket at {@code path}. */
  public static Endpoint unix(String path) {
    return new Endpoint("unix", "", "", -1, path);
  }

  /** The endpoint of a resolved address, over a byte stream. */
  public static Endpoint of(Address address) {
    return switch (address) {
      case Address.Inet inet -> new Endpoint("tcp", inet.host(), inet.zone(), inet.port(), "");
      case Address.Unix unix -> unix(unix.path());
    };
  }

  /** The same place under another scheme. */
  public Endpoint withScheme(String other) {
    return new Endpoint(other, host, zone, port, path);
  }

  /**
   * Reads what a person typed.
   *
   * @throws EndpointException saying which part is wrong and what would be right
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

  /** As a person would type it, whole. */
  @Override
  public String toString() {
    if (scheme.equals("stdio")) {
      return "stdio:";
    }
    if (scheme.equals("unix")) {
      return scheme + (path.startsWith("/") ? "://" : ":") + path;
    }
    String bare = zone.isEmpty() ? host : host + "%" + zone;
    boolean ipv6 = host.contains(":") && port >= 0; // else what other people's schemes have there
    String place = ipv6 ? "[" + bare + "]" : bare;
    return scheme + "://" + place + (port < 0 ? "" : ":" + port) + path;
  }
}
