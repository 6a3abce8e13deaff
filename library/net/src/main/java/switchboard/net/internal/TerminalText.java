package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A peer's words as they may be printed: whatever would steer a terminal, hide, or turn the writing
 * direction is spelled out in the place of acting. For logs, sentences and everything that ends on
 * a screen. Any thread.
 */
public final class TerminalText {
  /**
   * How many combining marks in a row are shown; {@code …} stands for the rest. UTS #39 §5.4 allows
   * 4 in a name and UAX #15 §13 allows 30 in a stream. Of the writing systems in use, Burmese and
   * pointed Hebrew with accents have up to 5 on one letter; 30 paint over the lines above and
   * below.
   */
  public static final int MARKS_MAX = 6;

  private static final HexFormat HEX = HexFormat.of();

  private TerminalText() {}

  /**
   * The same text with Unicode's pictures of ASCII's control characters, such as ␛, and {@code
   * \}{@code u202e} for the others.
   */
  public static String escape(String text) {
    return isShownAsItIs(text, -1) ? text : spelled(text, -1);
  }

  /** Like {@link #escape(String)} for a line that somebody typed, in which a tab is a tab. */
  public static String escapeLine(String text) {
    return isShownAsItIs(text, '\t') ? text : spelled(text, '\t');
  }

  /** Like {@link #escape(String)} for what should be UTF-8; other bytes as {@code \xff}. */
  public static String escape(byte[] utf8) {
    var shown = new StringBuilder();
    var left = ByteBuffer.wrap(utf8);
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var room = CharBuffer.allocate(utf8.length);
    while (left.hasRemaining()) {
      decoder.reset().decode(left, room, true);
      shown.append(escape(room.flip().toString()));
      room.clear();
      if (left.hasRemaining()) {
        shown.append("\\x").append(HEX.toHexDigits(left.get()));
      }
    }
    return shown.toString();
  }

  private static boolean isShownAsItIs(String text, int allowed) {
    int marks = 0;
    for (int at = 0; at < text.length(); ) {
      int each = text.codePointAt(at);
      marks = marksAfter(marks, each);
      if (marks > MARKS_MAX || !(each == allowed || isPrintable(each))) {
        return false;
      }
      at += Character.charCount(each);
    }
    return true;
  }

  private static String spelled(String text, int allowed) {
    var shown = new StringBuilder(text.length() + 8);
    int marks = 0;
    for (int at = 0; at < text.length(); ) {
      int each = text.codePointAt(at);
      int before = marks;
      marks = marksAfter(marks, each);
      if (marks > MARKS_MAX) {
        if (before == MARKS_MAX) {
          shown.append('…');
        }
      } else if (each == allowed || isPrintable(each)) {
        shown.appendCodePoint(each);
      } else {
        spell(each, shown);
      }
      at += Character.charCount(each);
    }
    return shown.toString();
  }

  /**
   * How many marks are above and below one letter after {@code codePoint}, if there were {@code
   * marks} before it. Marks with a width of their own and joiners do not count and end no run: what
   * follows them may still belong to the letter.
   */
  private static int marksAfter(int marks, int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> Math.min(marks, MARKS_MAX) + 1;
      case Character.COMBINING_SPACING_MARK, Character.FORMAT -> marks;
      default -> 0;
    };
  }

  private static void spell(int codePoint, StringBuilder shown) {
    if (codePoint < 0x20) {
      shown.appendCodePoint(0x2400 + codePoint); // ␀ to ␟
    } else if (codePoint == 0x7F) {
      shown.append('␡');
    } else {
      boolean far = codePoint > Character.MAX_VALUE;
      shown.append(far ? "\\U" : "\\u").append(HEX.toHexDigits(codePoint, far ? 8 : 4));
    }
  }

  /** Whether it neither steers nor hides: a letter, sign or space, or what joins emoji. */
  public static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT -> codePoint == 0x200C || codePoint == 0x200D; // joiners (UAX #31)
      default -> true;
    };
  }
}
