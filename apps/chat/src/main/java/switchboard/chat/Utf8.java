package switchboard.chat;

/** Finds the boundaries of characters in UTF-8 (RFC 3629 §3). Thread-safe. */
final class Utf8 {
  /** The maximum length of one character in bytes. */
  static final int BYTES_MAX = 4;

  private Utf8() {}

  /**
   * Returns the length in bytes of a character whose first byte is {@code lead}; 1 if {@code lead}
   * is not a valid first byte.
   */
  static int bytesOfCharacter(byte lead) {
    int value = lead & 0xFF;
    if (value < 0xC2 || value > 0xF4) {
      return 1;
    }
    return value < 0xE0 ? 2 : value < 0xF0 ? 3 : BYTES_MAX;
  }

  /**
   * Returns whether {@code value} is a continuation byte, which is any byte of a character except
   * the first.
   */
  static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
