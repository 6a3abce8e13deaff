package switchboard.http;

import java.util.ArrayList;

/**
 * Removes the segments {@code .} and {@code ..} from the paths of URLs. Used by the HTTP client and
 * the server. Thread-safe.
 */
final class DotSegments {
  private DotSegments() {}

  /**
   * Returns the path without dot segments (RFC 3986 §5.2.4). Percent-encoded dots are treated like
   * dots (§6.2.2.2). A segment {@code ..} that would lead above the root has no effect.
   *
   * @param path a path that begins with a slash, without a query
   */
  static String remove(String path) {
    var kept = new ArrayList<String>();
    boolean directory = false;
    for (String segment : path.substring(1).split("/", -1)) {
      String plain = segment.replace("%2e", ".").replace("%2E", ".");
      directory = plain.equals(".") || plain.equals("..");
      if (!directory) {
        kept.add(segment);
      } else if (plain.equals("..") && !kept.isEmpty()) {
        kept.removeLast();
      }
    }
    String joined = "/" + String.join("/", kept);
    return directory && !kept.isEmpty() ? joined + "/" : joined;
  }
}
