package switchboard.transfer;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import switchboard.net.internal.TerminalText;

/**
 * The name of a file that somebody else chose: one that is safe to make in a directory of ours, on
 * this system or on one that the file is carried to later. Immutable.
 *
 * @param text the name, nothing but the name
 */
public record FileName(String text) {
  /** The longest that common file systems take, in bytes of UTF-8. */
  static final int BYTES_MAX = 255;

  /** Patterns and redirections of shells; Windows has no file with one of them. */
  private static final String WILD = "*?\"<>|";

  /** Names of devices, with any ending; and of some that old systems had. */
  private static final Pattern DEVICE =
      Pattern.compile(
          "(con|prn|aux|nul|clock\\$|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])"
              + " *([.].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * A name that was checked.
   *
   * @throws TransferException when it could do harm
   */
  public static FileName of(String text) throws TransferException {
    String flaw = flaw(text);
    if (!flaw.isEmpty()) {
      throw refused(TerminalText.escape(text), flaw);
    }
    return new FileName(text);
  }

  /** A name as it came over the wire, checked. */
  static FileName of(byte[] utf8) throws TransferException {
    try {
      return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException notText) {
      throw refused(TerminalText.escape(utf8), "is not UTF-8");
    }
  }

  private static TransferException refused(String shown, String flaw) {
    String whole = shown.length() > BYTES_MAX ? shown.substring(0, BYTES_MAX / 4) + "…" : shown;
    return new TransferException(FailureReason.NAME, "the name '" + whole + "' " + flaw);
  }

  /** What is wrong with a name; empty = nothing. */
  private static String flaw(String text) {
    if (text.isEmpty()) {
      return "is empty";
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return "is longer than " + BYTES_MAX + " bytes";
    }
    if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      return "is a path: a name has no / and no \\";
    }
    if (text.indexOf(':') >= 0) {
      return "has a colon, as drives and streams have";
    }
    if (text.startsWith(".")) {
      return text.matches("[.]+") ? "is a directory" : "is hidden: it begins with a dot";
    }
    if (text.startsWith("-")) {
      return "begins with a dash, as options of commands do";
    }
    if (text.codePoints().anyMatch(each -> WILD.indexOf(each) >= 0)) {
      return "has one of "
          + WILD
          + ", which shells and some systems take for more than a character";
    }
    if (!text.codePoints().allMatch(TerminalText::isPrintable)) {
      return "has characters that steer a terminal or hide";
    }
    if (InvisibleCharacters.isIn(text)) {
      return "has characters that are shown as nothing";
    }
    if (isMark(text.codePointAt(0))) {
      return "begins with a combining mark, which belongs on a letter";
    }
    if (!TerminalText.escape(text).equals(text)) {
      return "has more than " + TerminalText.MARKS_MAX + " combining marks in a row";
    }
    if (text.endsWith(".") || isSpace(text, 0) || isSpace(text, text.length() - 1)) {
      return "begins or ends with a space, or ends with a dot";
    }
    return DEVICE.matcher(text).matches() ? "is the name of a device" : "";
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
   * The same for all names that some file system takes for one: those that differ in case, or in
   * how accents are written.
   */
  static String key(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  String key() {
    return key(text);
  }

  /** The name as it may be printed; a checked one needs no escaping. */
  @Override
  public String toString() {
    return TerminalText.escape(text);
  }
}
