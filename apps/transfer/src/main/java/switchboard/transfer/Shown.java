package switchboard.transfer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A peer's words as they may be printed: what would steer a terminal is spelled out. */
final class Shown {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Shown() {}

  /** Control characters and what changes the direction of text as {@code \}{@code u001B}. */
  static String text(String words) {
    if (words.codePoints().allMatch(Shown::isHarmless)) {
      return words;
    }
    var shown = new StringBuilder();
    words
        .codePoints()
        .forEach(each -> {
          if (isHarmless(each)) {
            shown.appendCodePoint(each);
          } else {
            boolean far = each > Character.MAX_VALUE;
            shown.append(far ? "\\U" : "\\u").append(HEX.toHexDigits(each, far ? 8 : 4));
          }
        });
    return shown.toString();
  }

  /** Bytes that should be UTF-8; where they are not, each byte as {@code \}{@code xFF}. */
  static String bytes(byte[] bytes) {
    var shown = new StringBuilder();
    var left = ByteBuffer.wrap(bytes);
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var room = CharBuffer.allocate(bytes.length);
    while (left.hasRemaining()) {
      decoder.reset().decode(left, room, true);
      shown.append(text(room.flip().toString()));
      room.clear();
      if (left.hasRemaining()) {
        shown.append("\\x").append(HEX.toHexDigits(left.get()));
      }
    }
    return shown.toString();
  }

  /** Whether it neither steers nor hides: a letter, sign or space, or what joins emoji. */
  static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> codePoint == 0x200C || codePoint == 0x200D;
      default -> true;
    };
  }
}
