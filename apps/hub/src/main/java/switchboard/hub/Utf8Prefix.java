package switchboard.hub;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** Whether bytes may be the beginning of a text in UTF-8, a last character cut short included. */
final class Utf8Prefix {
  private Utf8Prefix() {}

  /** Text has no zero bytes, and is UTF-8 as far as it goes. */
  static boolean isText(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return false;
      }
    }
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var characters = CharBuffer.allocate(bytes.length);
    // Not the end of the input: a character of which only the beginning has come is no error.
    return !decoder.decode(ByteBuffer.wrap(bytes), characters, false).isError();
  }
}
