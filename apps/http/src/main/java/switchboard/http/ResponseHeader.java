package switchboard.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import switchboard.net.internal.TerminalText;

/**
 * The header section of a response (RFC 9112 §4). Immutable.
 *
 * @param minorVersion the minor version of HTTP/1: 0 or 1
 * @param code the status code, from 100 to 999
 * @param reason the reason phrase of the server; may be empty
 * @param fields the fields, in the order in which they were received
 */
public record ResponseHeader(int minorVersion, int code, String reason, List<HeaderField> fields) {
  private static final int OK = 200;
  private static final int MOVED = 300;

  /** {@return whether the status code is from 200 to 299} */
  public boolean isSuccess() {
    return code >= OK && code < MOVED;
  }

  /**
   * {@return the value of the field Location (RFC 9110 §10.2.2), safe to print; empty if the
   * response does not contain this field}
   */
  public Optional<String> location() {
    return rawLocation().map(TerminalText::escape);
  }

  /**
   * Returns the value of the field Location. The value is decoded as UTF-8 if it is valid UTF-8.
   * Control characters are not escaped.
   */
  Optional<String> rawLocation() {
    return fields.stream()
        .filter(field -> field.is("Location"))
        .map(field -> decoded(field.value()))
        .findFirst();
  }

  /**
   * {@return the status code and the reason phrase, such as {@code 404 Not Found}; safe to print}
   */
  public String status() {
    return (code + " " + shown(reason)).strip();
  }

  /** {@return the status line and the fields, one per line; safe to print} */
  public String text() {
    var text = new StringBuilder("HTTP/1." + minorVersion + " " + status() + "\n");
    for (HeaderField field : fields) {
      text.append(shown(field.name())).append(": ").append(shown(field.value())).append('\n');
    }
    return text.toString();
  }

  /**
   * Returns received text in a form that is safe to print. Decodes the text as UTF-8 if it is valid
   * UTF-8.
   *
   * @param bytes the received bytes, decoded as ISO 8859-1: one character per byte
   */
  static String shown(String bytes) {
    return TerminalText.escape(decoded(bytes));
  }

  private static String decoded(String bytes) {
    var raw = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(raw).toString();
    } catch (CharacterCodingException notUtf8) {
      return bytes;
    }
  }
}
