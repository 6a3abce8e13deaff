package switchboard.hub;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Tells whether bytes are the beginning of a text in UTF-8, the first bytes of a character
 * included.
 */
final class Utf8Prefix {
  private Utf8Prefix() {}

  /**
   * Returns whether the bytes have no NUL and are valid UTF-8, an incomplete last character aside.
   */
  static boolean isText(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return false;
      }
    }
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var characters = CharBuffer.allocate(bytes.length);
    // Not the end of the input: an incomplete last character is not an error.
    return !decoder.decode(ByteBuffer.wrap(bytes), characters, false).isError();
  }
}
