package switchboard.net.internal;

import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/** Parses endpoints that a user has typed. The message of an exception names the wrong part. */
public final class EndpointParser {
  private EndpointParser() {}

  public static Endpoint path(String typed, String scheme, String path) {
    if (path.isEmpty()) {
      throw new EndpointException(
          "'" + typed + "' has no path; write for example unix:///tmp/app.sock or unix:@name");
    }
    return new Endpoint(scheme, "", "", -1, path);
  }

  public static Endpoint hostAndPort(String typed, String scheme, String rest) {
    if (rest.startsWith("[")) {
      return bracketed(typed, scheme, rest);
    }
    int colon = rest.lastIndexOf(':');
    if (colon < 0) {
      if (isPort(rest)) {
        String here = example(scheme, "localhost").replaceFirst(":7000$", ":" + rest);
        String everywhere = scheme.equals("tcp") ? ":" + rest : scheme + "://:" + rest;
        throw new EndpointException(
            "'" + typed + "' is a port without a host; write " + here + " or " + everywhere);
      }
      throw new EndpointException(
          "'" + typed + "' has no port; write for example " + example(scheme, rest));
    }
    String host = rest.substring(0, colon);
    if (host.contains(":")) {
      throw new EndpointException(
          "'" + typed + "' looks like an IPv6 address; write it in brackets: [::1]:7000");
    }
    if (host.contains("/") || host.contains(" ")) {
      throw new EndpointException("'" + host + "' in '" + typed + "' is not a host name");
    }
    return new Endpoint(scheme, host, "", port(typed, rest.substring(colon + 1)), "");
  }

  private static Endpoint bracketed(String typed, String scheme, String rest) {
    int end = rest.indexOf(']');
    if (end < 0) {
      throw new EndpointException("'" + typed + "' is missing the closing ] of its IPv6 address");
    }
    String inside = rest.substring(1, end);
    String after = rest.substring(end + 1);
    if (!after.startsWith(":")) {
      throw new EndpointException(
          "'" + typed + "' has no port; write for example [" + inside + "]:7000");
    }
    int percent = inside.indexOf('%');
    String host = percent < 0 ? inside : inside.substring(0, percent);
    String zone = percent < 0 ? "" : inside.substring(percent + 1);
    if (IpLiterals.parse(host) == null || !host.contains(":")) {
      throw new EndpointException(
          "'"
              + host
              + "' in '"
              + typed
              + "' is not an IPv6 address; only those are written in brackets");
    }
    return new Endpoint(scheme, host, zone, port(typed, after.substring(1)), "");
  }

  private static boolean isPort(String text) {
    return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535;
  }

  private static int port(String typed, String text) {
    if (text.isEmpty()) {
      throw new EndpointException("'" + typed + "' has no port after the colon");
    }
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits ? Integer.parseInt(text) : -1;
    if (port < 0 || port > 65535) {
      throw new EndpointException(
          "port '" + text + "' in '" + typed + "' is not a number from 0 to 65535");
    }
    return port;
  }

  private static String example(String scheme, String rest) {
    String host = rest.isEmpty() || rest.contains("/") ? "localhost" : rest;
    return scheme.equals("tcp") ? host + ":7000" : scheme + "://" + host + ":7000";
  }
}
