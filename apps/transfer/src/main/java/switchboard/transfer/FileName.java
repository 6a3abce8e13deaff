package switchboard.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import switchboard.net.internal.TerminalText;

/**
 * A file name that was chosen by a peer and has been checked. It is safe to create a file with this
 * name on this system, and to copy the file to other systems. Immutable.
 *
 * @param text the name, without a directory
 */
public record FileName(String text) {
  /** The maximum length of a file name on common file systems, in bytes of UTF-8. */
  static final int BYTES_MAX = 255;

  /**
   * Characters that are wildcards or redirections in shells. Windows does not allow them in file
   * names.
   */
  private static final String WILD = "*?\"<>|";

  /** Matches device names of Windows and DOS, with any file name extension. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|clock\\$|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])"
              + " *([.].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * Checks a name.
   *
   * @param text the name, without a directory
   * @throws TransferException if the name is not valid or not safe
   */
  public static FileName of(String text) throws TransferException {
    String flaw = flaw(text);
    if (!flaw.isEmpty()) {
      throw refused(TerminalText.escape(text), flaw);
    }
    return new FileName(text);
  }

  /** Decodes a file name that a peer sent in UTF-8, and checks it. */
  static FileName of(byte[] utf8) throws TransferException {
    try {
      return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException notText) {
      throw refused(TerminalText.escape(utf8), "is not UTF-8");
    }
  }

  private static TransferException refused(String shown, String flaw) {
    String shortened = shown.length() > BYTES_MAX ? shown.substring(0, BYTES_MAX / 4) + "…" : shown;
    return new TransferException(FailureReason.NAME, "the name '" + shortened + "' " + flaw);
  }

  /**
   * Returns the reason why a name is rejected, as the end of a sentence that begins with the name,
   * such as "is empty". Returns an empty string if the name is accepted.
   */
  private static String flaw(String text) {
    if (text.isEmpty()) {
      return "is empty";
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return "is longer than " + BYTES_MAX + " bytes";
    }
    if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      return "is a path: it contains / or \\";
    }
    if (text.indexOf(':') >= 0) {
      return "contains a colon, which has a special meaning on Windows";
    }
    if (text.startsWith(".")) {
      return text.matches("[.]+") ? "is a directory" : "is hidden: it begins with a dot";
    }
    if (text.startsWith("-")) {
      return "begins with a dash, as options of commands do";
    }
    if (text.codePoints().anyMatch(each -> WILD.indexOf(each) >= 0)) {
      return "contains one of " + WILD + ", which have a special meaning in shells or on Windows";
    }
    if (!text.codePoints().allMatch(TerminalText::isPrintable)) {
      return "contains control characters or other unprintable characters";
    }
    if (InvisibleCharacters.isIn(text)) {
      return "contains invisible characters";
    }
    if (isMark(text.codePointAt(0))) {
      return "begins with a combining mark";
    }
    if (!TerminalText.escape(text).equals(text)) {
      return "contains more than " + TerminalText.MARKS_MAX + " combining marks in a row";
    }
    if (text.endsWith(".") || isSpace(text, 0) || isSpace(text, text.length() - 1)) {
      return "begins or ends with a space, or ends with a dot";
    }
    return DEVICE.matcher(text).matches() ? "is a device name on Windows" : "";
  }

  private static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isSpace(String text, int at) {
    return Character.isSpaceChar(text.charAt(at));
  }

  /**
   * Returns the key by which a file name is compared with others. Two names with the same key may
   * denote the same file on some file systems: they differ only in case, or in the encoding of
   * accents (composed or decomposed).
   */
  static String key(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  String key() {
    return key(text);
  }

  /** Returns the name in a form that is safe to print. */
  @Override
  public String toString() {
    return TerminalText.escape(text);
  }
}
