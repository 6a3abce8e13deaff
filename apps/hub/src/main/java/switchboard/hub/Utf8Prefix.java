package switchboard.hub;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Checks whether bytes are the beginning of a text in UTF-8. The last character may be incomplete.
 */
final class Utf8Prefix {
  private Utf8Prefix() {}

  /**
   * Returns whether the bytes contain no NUL and are valid UTF-8. The last character may be
   * incomplete.
   */
  static boolean isText(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return false;
      }
    }
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var characters = CharBuffer.allocate(bytes.length);
    // endOfInput is false, so that an incomplete last character is not an error.
    return !decoder.decode(ByteBuffer.wrap(bytes), characters, false).isError();
  }
}
