package switchboard.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/**
 * Where a page is, as a person types it: {@code localhost:8000/index.html}, {@code
 * http://localhost:8000/x?y=z}, {@code unix:///run/app.sock:/index.html}. Immutable.
 *
 * @param endpoint the server's
 * @param host what the server is called, for the field {@code Host}
 * @param target what to ask it for: a path and perhaps a query, in the letters that may stand there
 */
public record PageAddress(Endpoint endpoint, String host, String target) {
  private static final int USUAL_PORT = 80;
  private static final String UNSAFE = "\"<>\\^`{|}";

  /**
   * Reads what a person typed. Without a port it is 80, without a path it is {@code /}; what may
   * not stand in a target is percent-encoded, and a fragment is left out.
   *
   * @throws EndpointException saying which part is wrong and what would be right
   */
  public static PageAddress parse(String text) {
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
              "there is no TLS here yet, so '" + typed + "' can't be read; http:// can");
      default ->
          throw new EndpointException(
              "'" + typed + "' is no address of a page; write for example http://localhost:8000/");
    };
  }

  private static PageAddress tcp(String typed, String rest) {
    int end = endOfAuthority(rest);
    String authority = rest.substring(0, end);
    if (authority.isEmpty()) {
      throw new EndpointException(
          "'" + typed + "' names no server; write for example localhost:8000/index.html");
    }
    if (authority.contains("@")) {
      throw new EndpointException(
          "names and passwords are not taken from an address: leave them out");
    }
    boolean hasPort = authority.indexOf(':', authority.lastIndexOf(']') + 1) >= 0;
    Endpoint endpoint = Endpoint.parse(authority + (hasPort ? "" : ":" + USUAL_PORT));
    return new PageAddress(endpoint, host(typed, endpoint), target(rest.substring(end)));
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
    return endpoint.port() == USUAL_PORT ? bracketed : bracketed + ":" + endpoint.port();
  }

  /** The path of the socket ends at a colon before a slash. */
  private static PageAddress unix(String typed) {
    int start = typed.indexOf(':') + 1;
    int end = typed.indexOf(":/", start);
    String socket = end < 0 ? typed : typed.substring(0, end);
    String target = end < 0 ? "" : typed.substring(end + 1);
    return new PageAddress(Endpoint.parse(socket), "localhost", target(target));
  }

  private static String target(String typed) {
    int fragment = typed.indexOf('#');
    String asked = fragment < 0 ? typed : typed.substring(0, fragment);
    var target = new StringBuilder(asked.startsWith("/") ? "" : "/");
    for (byte each : asked.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7F && UNSAFE.indexOf(each) < 0) {
        target.append((char) each);
      } else {
        target.append(String.format("%%%02X", each));
      }
    }
    return target.toString();
  }

  /** As a person would type it, whole. */
  @Override
  public String toString() {
    return endpoint.scheme().equals("unix") ? endpoint + ":" + target : "http://" + host + target;
  }
}
