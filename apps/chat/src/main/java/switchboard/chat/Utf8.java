package switchboard.chat;

/** How characters lie in bytes of UTF-8 (RFC 3629 §3), for the readers of lines. Any thread. */
final class Utf8 {
  /** The most bytes of one character. */
  static final int BYTES_MAX = 4;

  private Utf8() {}

  /** How many bytes a character has that begins with {@code lead}; 1 if none does. */
  static int bytesOfCharacter(byte lead) {
    int value = lead & 0xFF;
    if (value < 0xC2 || value > 0xF4) {
      return 1;
    }
    return value < 0xE0 ? 2 : value < 0xF0 ? 3 : BYTES_MAX;
  }

  /** Whether {@code value} belongs to a character that began before it. */
  static boolean isContinuation(byte value) {
    return (value & 0xC0) == 0x80;
  }
}
