package switchboard.http;

import java.util.List;
import java.util.Locale;

/**
 * The header section of a request (RFC 9112 §3). Immutable.
 *
 * @param target the request target as received
 * @param minorVersion the minor version of HTTP/1: 0 or 1
 */
record RequestHeader(String method, String target, int minorVersion, List<HeaderField> fields) {

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Returns the values of all fields with this name. */
  List<String> values(String name) {
    return fields.stream().filter(field -> field.is(name)).map(HeaderField::value).toList();
  }

  /** Returns whether the client keeps the connection open for another request (RFC 9112 §9.3). */
  boolean keepsAlive() {
    return minorVersion == 0 ? connectionSays("keep-alive") : !connectionSays("close");
  }

  private boolean connectionSays(String option) {
    return values("Connection").stream()
        .flatMap(value -> List.of(value.toLowerCase(Locale.ROOT).split(",")).stream())
        .anyMatch(each -> each.strip().equals(option));
  }
}
