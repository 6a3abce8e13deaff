package switchboard.net.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Escapes text that comes from peers, so that the text is safe to print. Characters that control a
 * terminal, are invisible or change the writing direction are replaced by visible escapes. Use this
 * class for logs, messages and all other text that a terminal may show. Safe for use by multiple
 * threads.
 */
public final class TerminalText {
  /**
   * The maximum number of consecutive combining marks that are printed; {@code …} replaces further
   * marks. UTS #39 §5.4 allows 4 in a name, and UAX #15 §13 allows 30 in a stream. Among the
   * writing systems in use, Burmese and pointed Hebrew with accents have up to 5 marks on one
   * letter. With 30 marks on a letter, the marks would cover the lines above and below.
   */
  public static final int MARKS_MAX = 6;

  private static final HexFormat HEX = HexFormat.of();

  private TerminalText() {}

  /**
   * Escapes a text. ASCII control characters become Unicode's control pictures, such as ␛; other
   * characters that are not printable become escapes such as {@code \}{@code u202e}.
   */
  public static String escape(String text) {
    return isShownAsItIs(text, -1) ? text : spelled(text, -1);
  }

  /**
   * Escapes a line that a user has typed. Works like {@link #escape(String)}, but does not escape
   * tabs.
   */
  public static String escapeLine(String text) {
    return isShownAsItIs(text, '\t') ? text : spelled(text, '\t');
  }

  /**
   * Escapes bytes that should be UTF-8 text. Bytes that are not UTF-8 become escapes such as {@code
   * \xff}.
   */
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
   * Returns the number of combining marks on the current letter, including {@code codePoint} if it
   * is such a mark. Before {@code codePoint}, there were {@code marks}. Spacing marks and joiners
   * are not counted. These characters do not end the count either, because the marks after them may
   * still belong to the letter.
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

  /**
   * Returns whether a character is visible or a space, and does not control the terminal. Also
   * returns true for joiners, which emoji need.
   */
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
