package switchboard.http;

import java.util.List;
import java.util.Locale;

/**
 * What a client asks (RFC 9112 §3). Immutable; used by the service.
 *
 * @param target as it came
 * @param minorVersion of HTTP/1: 0 or 1
 */
record RequestHeader(String method, String target, int minorVersion, List<HeaderField> fields) {

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** The values of all fields of that name. */
  List<String> values(String name) {
    return fields.stream().filter(field -> field.is(name)).map(HeaderField::value).toList();
  }

  /** Whether the client wants to ask more on this connection (RFC 9112 §9.3). */
  boolean keepsAlive() {
    return minorVersion == 0 ? connectionSays("keep-alive") : !connectionSays("close");
  }

  private boolean connectionSays(String option) {
    return values("Connection").stream()
        .flatMap(value -> List.of(value.toLowerCase(Locale.ROOT).split(",")).stream())
        .anyMatch(each -> each.strip().equals(option));
  }
}
