package switchboard.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request target, split into the names of directories and files (RFC 3986 §3.3). Dot
 * segments are removed first. Then the path is split at the slashes, and each segment is decoded
 * once. Immutable.
 *
 * @param names the names of directories and files, without empty names
 * @param endsWithSlash whether the path ends with a slash and therefore denotes a directory
 * @param query the query as received, including the question mark; empty if there is no query
 */
record TargetPath(List<String> names, boolean endsWithSlash, String query) {

  /** Splits the target of a request into names. */
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
   * Returns the path with a slash at its end, for {@code Location}. The result begins with exactly
   * one slash. If it began with two slashes, a client would treat the first name as a host name.
   */
  String asDirectory() {
    var location = new StringBuilder("/");
    for (String name : names) {
      location.append(PercentEncoding.encode(name)).append('/');
    }
    return location + query;
  }
}
