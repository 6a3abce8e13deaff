package switchboard.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request's target as names of directories and files (RFC 3986 §3.3). Dot segments
 * are removed first, then it is split at the slashes, and each part is decoded once. Immutable;
 * used by the static file server.
 *
 * @param names without empty ones
 * @param endsWithSlash whether a directory is meant
 * @param query with its question mark, as it came; perhaps empty
 */
record TargetPath(List<String> names, boolean endsWithSlash, String query) {

  /** Splits the target of a request into its parts. */
  static TargetPath of(RequestTarget target) throws BadHeaderException {
    if (!target.path().startsWith("/")) {
      throw new BadHeaderException(400, "the target is not a path");
    }
    String path = DotSegments.remove(target.path());
    var names = new ArrayList<String>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        names.add(PercentEncoding.decode(part));
      }
    }
    return new TargetPath(List.copyOf(names), path.endsWith("/"), target.query());
  }

  /**
   * Returns the same path with a slash at its end, for {@code Location}. It begins with one slash,
   * however many came: with two it would name another server.
   */
  String asDirectory() {
    var location = new StringBuilder("/");
    for (String name : names) {
      location.append(PercentEncoding.encode(name)).append('/');
    }
    return location + query;
  }
}
