package switchboard.http;

import java.util.ArrayList;

/** Removes {@code .} and {@code ..} from paths. Used by both sides; any thread. */
final class DotSegments {
  private DotSegments() {}

  /**
   * Returns the path without dot segments (RFC 3986 §5.2.4). A dot may be percent-encoded, which
   * means the same (§6.2.2.2). A path never leads above its root.
   *
   * @param path begins with a slash, and has no query
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
