package switchboard.hub;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Who is calling, by the first bytes that he sends. Wires that this port does not speak yet are
 * known all the same, so that their clients are not mistaken for a person.
 */
enum Caller {
  /** Lines of text, by nc or telnet. */
  PERSON,
  /** A TLS handshake (RFC 8446 §5.1). */
  TLS,
  /** An HTTP request line (RFC 9112 §3). */
  HTTP,
  /** IRC registration (RFC 2812 §3.1). */
  IRC,
  /** None of these. */
  UNKNOWN,
  /** More bytes are needed to tell. */
  UNDECIDED;

  /** How many bytes are looked at before it must be decided. */
  static final int BYTES_MAX = 8 * 1024;

  private static final Set<String> HTTP_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "OPTIONS", "DELETE", "PATCH", "CONNECT", "TRACE");
  private static final Set<String> IRC_COMMANDS =
      Set.of("CAP", "NICK", "USER", "PASS", "AUTHENTICATE", "WEBIRC");
  private static final Pattern UPPER_CASE = Pattern.compile("[A-Z]{1,12}");
  private static final Pattern HTTP_TARGET = Pattern.compile("[/*].*|[a-z]+://.*|[^ ]+:[0-9]+.*");
  private static final int TELNET = 0xFF;

  /**
   * Decides by what has come so far.
   *
   * @param bytes the first bytes of the stream, at least one
   */
  static Caller of(byte[] bytes) {
    int first = bytes[0] & 0xFF;
    if (first == 0x16) {
      return bytes.length < 2 ? UNDECIDED : bytes[1] == 0x03 ? TLS : UNKNOWN;
    }
    if (first == TELNET) {
      return PERSON;
    }
    if (!Utf8Prefix.isText(bytes)) {
      return UNKNOWN;
    }
    return ofText(new String(bytes, StandardCharsets.UTF_8));
  }

  private static Caller ofText(String text) {
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    if (space < 0) {
      return UPPER_CASE.matcher(word).matches() && begins(word) ? UNDECIDED : PERSON;
    }
    String rest = text.substring(space + 1);
    if (HTTP_METHODS.contains(word)) {
      return rest.isEmpty()
          ? UNDECIDED
          : HTTP_TARGET.matcher(firstLine(rest)).matches() ? HTTP : PERSON;
    }
    return IRC_COMMANDS.contains(word) ? IRC : PERSON;
  }

  private static boolean begins(String word) {
    return List.of(HTTP_METHODS, IRC_COMMANDS).stream()
        .flatMap(Set::stream)
        .anyMatch(known -> known.startsWith(word));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
