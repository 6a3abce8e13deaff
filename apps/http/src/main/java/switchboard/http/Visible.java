package switchboard.http;

/**
 * Makes what would steer a terminal visible instead of letting it act: for a peer's words in
 * sentences and logs.
 */
final class Visible {
  private Visible() {}

  /** The same text with control characters and those that turn the writing direction escaped. */
  static String of(String text) {
    if (text.codePoints().noneMatch(Visible::isTreacherous)) {
      return text;
    }
    var shown = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(c -> {
          if (isTreacherous(c)) {
            shown.append(String.format(c <= 0xFF ? "\\x%02x" : "\\u%04x", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static boolean isTreacherous(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
