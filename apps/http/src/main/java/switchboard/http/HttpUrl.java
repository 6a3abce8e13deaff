package switchboard.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/**
 * The URL of a resource, such as {@code localhost:8000/index.html}, {@code
 * http://localhost:8000/x?y=z} or {@code unix:///run/app.sock:/index.html}. Immutable.
 *
 * @param endpoint the endpoint of the server
 * @param host the value of the field {@code Host}: the host, with the port if it is not 80
 * @param target the request target: a percent-encoded path, with an optional query
 */
public record HttpUrl(Endpoint endpoint, String host, String target) {
  private static final int DEFAULT_PORT = 80;
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):.*");
  private static final String UNSAFE = "\"<>\\^`{|}";

  /**
   * Parses a URL that a user has typed. The scheme {@code http} may be omitted. The default port is
   * 80, and the default path is {@code /}. Characters that a target must not contain are
   * percent-encoded, dot segments are removed from the path (RFC 3986 §5.2.4), and a fragment is
   * dropped.
   *
   * @param text the URL
   * @throws EndpointException if {@code text} is not a valid URL; the message names the part that
   *     is not valid
   */
  public static HttpUrl parse(String text) {
    return parseAsIs(text).withoutDotSegments();
  }

  /**
   * Parses a URL as {@link #parse} does, but keeps dot segments in the path.
   *
   * @param text the URL
   * @throws EndpointException if {@code text} is not a valid URL; the message names the part that
   *     is not valid
   */
  public static HttpUrl parseAsIs(String text) {
    String typed = text.strip();
    int mark = typed.indexOf("://");
    String scheme = mark < 0 ? "" : typed.substring(0, mark).toLowerCase(Locale.ROOT);
    if (scheme.equals("unix") || typed.startsWith("unix:")) {
      return unix(typed);
    }
    return switch (scheme) {
      case "", "http", "tcp" -> tcp(typed, mark < 0 ? typed : typed.substring(mark + 3));
      case "https", "tls" ->
          throw new EndpointException(
              "'" + typed + "' requires TLS, which is not supported yet; use http://");
      default ->
          throw new EndpointException(
              "'" + typed + "' is not an HTTP URL; example: http://localhost:8000/");
    };
  }

  private static HttpUrl tcp(String typed, String rest) {
    int end = endOfAuthority(rest);
    String authority = rest.substring(0, end);
    if (authority.isEmpty()) {
      throw new EndpointException(
          "'" + typed + "' has no host; example: localhost:8000/index.html");
    }
    if (authority.contains("@")) {
      throw new EndpointException("user names and passwords in URLs are not supported");
    }
    boolean hasPort = authority.indexOf(':', authority.lastIndexOf(']') + 1) >= 0;
    Endpoint endpoint =
        Endpoint.parse(withPlainZone(authority) + (hasPort ? "" : ":" + DEFAULT_PORT));
    return new HttpUrl(endpoint, host(typed, endpoint), target(rest.substring(end)));
  }

  /**
   * Decodes the percent sign before the zone of an IPv6 address. In URIs, it is percent-encoded
   * (RFC 6874 §2).
   */
  private static String withPlainZone(String authority) {
    int mark = authority.startsWith("[") ? authority.indexOf("%25") : -1;
    boolean zone = mark >= 0 && mark + "%25".length() < authority.indexOf(']');
    return zone
        ? authority.substring(0, mark + 1) + authority.substring(mark + "%25".length())
        : authority;
  }

  /** {@return a copy of this URL without {@code .} and {@code ..} in the path} */
  public HttpUrl withoutDotSegments() {
    int mark = target.indexOf('?');
    String path = DotSegments.remove(mark < 0 ? target : target.substring(0, mark));
    return new HttpUrl(endpoint, host, mark < 0 ? path : path + target.substring(mark));
  }

  /**
   * Resolves a reference that was found in the response from this URL (RFC 3986 §5.2). Drops the
   * fragment of the reference. If the reference is to the same host, the result has the same
   * endpoint as this URL; this endpoint may be a Unix socket.
   *
   * @param reference a URL or a relative reference
   * @throws EndpointException if the reference is malformed, or has another scheme than {@code
   *     http}
   */
  public HttpUrl resolve(String reference) {
    int fragment = reference.indexOf('#');
    String rest = (fragment < 0 ? reference : reference.substring(0, fragment)).strip();
    var scheme = SCHEME.matcher(rest);
    if (scheme.matches()) {
      if (!rest.regionMatches(true, 0, "http://", 0, "http://".length())) {
        throw new EndpointException("only http:// is supported, not " + scheme.group(1) + ":");
      }
      return stay(parse(rest));
    }
    if (rest.startsWith("//")) {
      return stay(parse("http:" + rest));
    }
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String resolved;
    if (rest.isEmpty()) {
      resolved = target;
    } else if (rest.startsWith("/")) {
      resolved = rest;
    } else if (rest.startsWith("?")) {
      resolved = path + rest;
    } else {
      resolved = path.substring(0, path.lastIndexOf('/') + 1) + rest;
    }
    return new HttpUrl(endpoint, host, target(resolved)).withoutDotSegments();
  }

  private HttpUrl stay(HttpUrl other) {
    return other.host.equalsIgnoreCase(host) ? new HttpUrl(endpoint, host, other.target) : other;
  }

  private static int endOfAuthority(String rest) {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String host(String typed, Endpoint endpoint) {
    String name = endpoint.host().isEmpty() ? "localhost" : endpoint.host();
    if (!name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new EndpointException(
          "'" + typed + "' has a host name that is not ASCII; write it in its xn-- form");
    }
    String bracketed = name.contains(":") ? "[" + name + "]" : name;
    return endpoint.port() == DEFAULT_PORT ? bracketed : bracketed + ":" + endpoint.port();
  }

  /**
   * Parses a URL with a Unix socket. The path of the socket ends at the first colon that is
   * followed by a slash.
   */
  private static HttpUrl unix(String typed) {
    int start = typed.indexOf(':') + 1;
    int end = typed.indexOf(":/", start);
    String socket = end < 0 ? typed : typed.substring(0, end);
    String target = end < 0 ? "" : typed.substring(end + 1);
    return new HttpUrl(Endpoint.parse(socket), "localhost", target(target));
  }

  private static String target(String typed) {
    int fragment = typed.indexOf('#');
    String requested = fragment < 0 ? typed : typed.substring(0, fragment);
    var target = new StringBuilder(requested.startsWith("/") ? "" : "/");
    for (byte each : requested.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7F && UNSAFE.indexOf(each) < 0) {
        target.append((char) each);
      } else {
        target.append(String.format("%%%02X", each));
      }
    }
    return target.toString();
  }

  /** Returns the complete URL, in a form that {@link #parse} accepts. */
  @Override
  public String toString() {
    if (endpoint.scheme().equals("unix")) {
      return endpoint + ":" + target;
    }
    String zone = endpoint.zone();
    return "http://" + (zone.isEmpty() ? host : host.replace("]", "%25" + zone + "]")) + target;
  }
}
