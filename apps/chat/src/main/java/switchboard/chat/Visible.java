package switchboard.chat;

/**
 * Makes what would steer a terminal visible instead of letting it act: control characters of ASCII
 * (as Unicode's pictures of them), the C1 controls, and characters that turn the writing direction.
 */
final class Visible {
  private Visible() {}

  /** The same text, with nothing in it that a terminal obeys; a tab stays. */
  static String of(String text) {
    if (text.codePoints().noneMatch(Visible::isTreacherous)) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(c -> {
          if (!isTreacherous(c)) {
            shown.appendCodePoint(c);
          } else if (c < 0x20) {
            shown.appendCodePoint(0x2400 + c); // ␀ to ␟
          } else if (c == 0x7F) {
            shown.appendCodePoint(0x2421); // ␡
          } else {
            shown.append(String.format("\\u%04x", c));
          }
        });
    return shown.toString();
  }

  private static boolean isTreacherous(int c) {
    return (c < 0x20 && c != '\t')
        || (c >= 0x7F && c <= 0x9F)
        || c == 0x2028 // line separator
        || c == 0x2029 // paragraph separator
        || c == 0x061C // Arabic letter mark
        || c == 0x200E // left-to-right mark
        || c == 0x200F // right-to-left mark
        || (c >= 0x202A && c <= 0x202E) // embeddings and overrides
        || (c >= 0x2066 && c <= 0x2069); // isolates
  }
}
