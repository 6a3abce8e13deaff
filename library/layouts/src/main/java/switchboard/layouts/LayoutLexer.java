package switchboard.layouts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits the text of a layout into words. A line break is also a word, and an empty word marks the
 * end of the text. Used by one thread.
 */
final class LayoutLexer {
  private static final Pattern WORD =
      Pattern.compile(
          "(?<skip>[ \\t\\r]+|#[^\\n]*)"
              + "|0[xX][0-9a-fA-F]+|-?[0-9]+|[A-Za-z][A-Za-z0-9_-]*|[.][.]|[@:,={}\\n]");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|(.))");
  private static final int HEX = 16;

  /** The byte order mark that some editors write at the start of a file (RFC 3629 section 6). */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int at;

  private record Word(String text, int offset) {
    int end() {
      return offset + text.length();
    }
  }

  LayoutLexer(String text) {
    this.text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    Matcher matcher = WORD.matcher(this.text);
    int end = 0;
    while (end < this.text.length()) {
      int start = end;
      if (this.text.charAt(start) == '"') {
        end = endOfText(start);
      } else if (matcher.find(start) && matcher.start() == start) {
        end = matcher.end();
      } else {
        throw mistake(unexpected(start), start);
      }
      if (this.text.charAt(start) == '"' || matcher.group("skip") == null) {
        words.add(new Word(this.text.substring(start, end), start));
      }
    }
    words.add(new Word("", this.text.length()));
  }

  /** Returns the index after the closing quote of the string that begins at {@code start}. */
  private int endOfText(int start) {
    for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '"') {
        return i + 1;
      }
      if (text.charAt(i) == '\\') {
        i++;
      }
    }
    throw mistake("a string must end on the line where it begins", start);
  }

  private String unexpected(int at) {
    String letter = text.substring(at, text.offsetByCodePoints(at, 1));
    if (letter.equals("'") || letter.equals("\\")) {
      return "use double quotes for a string, such as \"\\n\"";
    }
    return "unexpected character " + FieldSyntax.shown(letter.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns whether the next word is {@code word}; the empty word marks the end of the text. */
  boolean is(String word) {
    return current().equals(word);
  }

  private String current() {
    return words.get(at).text;
  }

  /**
   * Returns the current word and moves to the next one. At the end of the text, returns the end
   * word and does not move.
   */
  String next() {
    String word = current();
    at = Math.min(at + 1, words.size() - 1);
    return word;
  }

  /** Returns whether the next word is {@code word}. If it is, moves to the following word. */
  boolean take(String word) {
    boolean found = is(word);
    if (found) {
      next();
    }
    return found;
  }

  String name() {
    if (!Character.isLetter(current().isEmpty() ? ' ' : current().charAt(0))) {
      throw mistake("expected a field name, which begins with a letter");
    }
    return next();
  }

  /** Returns whether the next word is a negative number. */
  boolean isNegative() {
    return current().startsWith("-");
  }

  /** Returns whether the next word looks like a unit: letters directly after a number. */
  boolean isUnit() {
    Word word = words.get(at);
    return word.text.matches("[A-Za-z]+") && at > 0 && word.offset == words.get(at - 1).end();
  }

  boolean isNumber() {
    char first = current().isEmpty() ? ' ' : current().charAt(0);
    return first == '-' || (first >= '0' && first <= '9');
  }

  /** Returns a number of up to 64 bits, in decimal, or in hexadecimal after 0x. */
  long number() {
    String word = current();
    try {
      long value =
          word.startsWith("0x") || word.startsWith("0X")
              ? Long.parseUnsignedLong(word.substring(2), HEX)
              : word.startsWith("-") ? Long.parseLong(word) : Long.parseUnsignedLong(word);
      next();
      return value;
    } catch (NumberFormatException e) {
      throw mistake("expected a number of at most 64 bits, such as 7 or 0xcafe");
    }
  }

  long number(long min, long max) {
    long value = number();
    if (value < min || value > max) {
      throw before("'%s' is out of range (%s to %s)".formatted(words.get(at - 1).text, min, max));
    }
    return value;
  }

  boolean isText() {
    return current().startsWith("\"");
  }

  /**
   * Returns the bytes that a quoted string stands for. Text is encoded in UTF-8, and escapes such
   * as \n, \0 and \x7f are replaced by one byte each.
   */
  byte[] text() {
    if (!isText()) {
      throw mistake("expected a string in double quotes, such as \"\\r\\n\"");
    }
    String quoted = current();
    String inside = quoted.substring(1, quoted.length() - 1);
    var bytes = new ByteArrayOutputStream();
    Matcher escape = ESCAPE.matcher(inside);
    int end = 0;
    while (escape.find()) {
      bytes.writeBytes(inside.substring(end, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(
          escape.group(1) == null
              ? letter(escape.group(2))
              : Integer.parseInt(escape.group(1), HEX));
      end = escape.end();
    }
    bytes.writeBytes(inside.substring(end).getBytes(StandardCharsets.UTF_8));
    next();
    return bytes.toByteArray();
  }

  private int letter(String escaped) {
    return switch (escaped) {
      case "n" -> '\n';
      case "r" -> '\r';
      case "t" -> '\t';
      case "0" -> 0;
      case "\"", "\\" -> escaped.charAt(0);
      default ->
          throw mistake(
              "unknown escape \\%s; use \\n \\r \\t \\0 \\\" \\\\ or \\x00 to \\xff"
                  .formatted(escaped));
    };
  }

  /**
   * Runs {@code body}; if it throws an exception, adds the position of the next word to the
   * message.
   */
  <T> T located(Supplier<T> body) {
    int start = words.get(at).offset;
    try {
      return body.get();
    } catch (MistakeException located) {
      throw located;
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()), start);
    }
  }

  /** Returns an exception with the position of the next word. */
  IllegalArgumentException mistake(String sentence) {
    return mistake(sentence, words.get(at).offset);
  }

  /** Returns an exception with the position of the previous word. */
  IllegalArgumentException before(String sentence) {
    return mistake(sentence, words.get(Math.max(0, at - 1)).offset);
  }

  private MistakeException mistake(String sentence, int offset) {
    long line = text.substring(0, offset).chars().filter(each -> each == '\n').count() + 1;
    int column = offset - text.lastIndexOf('\n', offset - 1);
    String where =
        text.indexOf('\n') < 0
            ? "layout, column %s: ".formatted(column)
            : "layout, line %s, column %s: ".formatted(line, column);
    return new MistakeException(where + sentence);
  }

  private static final class MistakeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MistakeException(String message) {
      super(message);
    }
  }
}
