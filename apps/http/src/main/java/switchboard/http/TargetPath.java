package switchboard.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The path of a request's target as names of directories and files (RFC 3986 §3.3). Each part is
 * decoded once, after it was cut at the slashes. Immutable.
 *
 * @param names without empty ones
 * @param endsWithSlash whether a directory is meant
 * @param query with its question mark, as it came; perhaps empty
 */
record TargetPath(List<String> names, boolean endsWithSlash, String query) {
  private static final String PLAIN = "-._~!$&'()*+,;=:@";

  /** Takes a target apart. */
  static TargetPath of(String target) throws BadHeadException {
    String asked = withoutAuthority(target);
    int mark = asked.indexOf('?');
    String path = mark < 0 ? asked : asked.substring(0, mark);
    if (!path.startsWith("/") || path.contains("#")) {
      throw new BadHeadException(400, "the target is no path");
    }
    var names = new ArrayList<String>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        names.add(decoded(part));
      }
    }
    return new TargetPath(
        List.copyOf(names), path.endsWith("/"), mark < 0 ? "" : asked.substring(mark));
  }

  /** RFC 9112 §3.2.2: a server accepts the absolute form too. */
  private static String withoutAuthority(String target) {
    if (!target.toLowerCase(Locale.ROOT).startsWith("http://")) {
      return target;
    }
    int slash = target.indexOf('/', "http://".length());
    return slash < 0 ? "/" : target.substring(slash);
  }

  private static String decoded(String part) throws BadHeadException {
    if (part.indexOf('%') < 0) {
      return part;
    }
    var bytes = new ByteArrayOutputStream(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c != '%') {
        bytes.write(c);
        continue;
      }
      int high = i + 2 < part.length() ? Character.digit(part.charAt(i + 1), 16) : -1;
      int low = i + 2 < part.length() ? Character.digit(part.charAt(i + 2), 16) : -1;
      if (high < 0 || low < 0) {
        throw new BadHeadException(400, "a percent sign is not followed by two digits");
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new BadHeadException(400, "the target is not UTF-8");
    }
  }

  /**
   * The same place, said to be a directory. It begins with one slash, however many came: with two
   * it would name another server.
   */
  String asDirectory() {
    var location = new StringBuilder("/");
    for (String name : names) {
      for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
        boolean plain = Character.isLetterOrDigit(each) || PLAIN.indexOf(each) >= 0;
        location.append(each > 0 && plain ? "" + (char) each : String.format("%%%02X", each));
      }
      location.append('/');
    }
    return location + query;
  }
}
