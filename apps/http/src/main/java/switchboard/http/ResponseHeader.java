package switchboard.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import switchboard.net.internal.TerminalText;

/**
 * What a server says before the page itself (RFC 9112 §4). Immutable.
 *
 * @param minorVersion of HTTP/1: 0 or 1
 * @param code 100 to 999, such as 200 or 404
 * @param reason the server's words for it, perhaps none
 */
public record ResponseHeader(int minorVersion, int code, String reason, List<HeaderField> fields) {
  private static final int OK = 200;
  private static final int MOVED = 300;

  /** Whether the page is there. */
  public boolean isSuccess() {
    return code >= OK && code < MOVED;
  }

  /** Where the page has gone, if it is said (RFC 9110 §10.2.2); nothing in it steers a terminal. */
  public Optional<String> location() {
    return rawLocation().map(TerminalText::escape);
  }

  /** The same as it came, as UTF-8 if it is. */
  Optional<String> rawLocation() {
    return fields.stream()
        .filter(field -> field.is("Location"))
        .map(field -> decoded(field.value()))
        .findFirst();
  }

  /** The status as a person reads it, {@code 404 Not Found}; nothing in it steers a terminal. */
  public String status() {
    return (code + " " + shown(reason)).strip();
  }

  /** The status line and the fields, a line each; nothing in them steers a terminal. */
  public String text() {
    var text = new StringBuilder("HTTP/1." + minorVersion + " " + status() + "\n");
    for (HeaderField field : fields) {
      text.append(shown(field.name())).append(": ").append(shown(field.value())).append('\n');
    }
    return text.toString();
  }

  /** Text in which a character stands for each byte, as UTF-8 if it is; nothing in it steers. */
  static String shown(String bytes) {
    return TerminalText.escape(decoded(bytes));
  }

  private static String decoded(String bytes) {
    var raw = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(raw).toString();
    } catch (CharacterCodingException another) {
      return bytes;
    }
  }
}
