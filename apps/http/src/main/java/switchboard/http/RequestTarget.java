package switchboard.http;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request in origin-form or absolute-form (RFC 9112 §3.2). Immutable.
 *
 * @param authority the host and port of a target in absolute-form, which take precedence over the
 *     field {@code Host}; null for a target in origin-form
 * @param path the path as received
 * @param query the query as received, including the question mark; empty if there is no query
 */
record RequestTarget(@Nullable String authority, String path, String query) {
  private static final String HTTP = "http://";

  static RequestTarget parse(String target) throws BadHeaderException {
    if (target.contains("#")) {
      throw new BadHeaderException(400, "the target has a fragment");
    }
    if (!target.regionMatches(true, 0, HTTP, 0, HTTP.length())) {
      return split(null, target);
    }
    int end = HTTP.length();
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    String rest = target.substring(end);
    return split(target.substring(HTTP.length(), end), rest.startsWith("/") ? rest : "/" + rest);
  }

  private static RequestTarget split(@Nullable String authority, String rest) {
    int mark = rest.indexOf('?');
    return mark < 0
        ? new RequestTarget(authority, rest, "")
        : new RequestTarget(authority, rest.substring(0, mark), rest.substring(mark));
  }

  Optional<String> absoluteAuthority() {
    return Optional.ofNullable(authority);
  }
}
