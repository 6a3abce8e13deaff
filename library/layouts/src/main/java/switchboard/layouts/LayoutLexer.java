package switchboard.layouts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a layout as people write it, one after the other; a new line is one, the end is an
 * empty one. Used by one thread.
 */
final class LayoutLexer {
  private static final Pattern WORD =
      Pattern.compile(
          "(?<skip>[ \\t\\r]+|#[^\\n]*)"
              + "|0[xX][0-9a-fA-F]+|-?[0-9]+|[A-Za-z][A-Za-z0-9_-]*|[.][.]|[@:,={}\\n]");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|(.))");
  private static final int HEX = 16;

  /** What some editors put in front of a file (RFC 3629 section 6). */
  private static final String MARK = "\uFEFF";

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int at;

  private record Word(String text, int offset) {
    int end() {
      return offset + text.length();
    }
  }

  LayoutLexer(String text) {
    this.text = text.startsWith(MARK) ? text.substring(1) : text;
    Matcher matcher = WORD.matcher(this.text);
    int end = 0;
    while (end < this.text.length()) {
      int start = end;
      if (this.text.charAt(start) == '"') {
        end = endOfText(start);
      } else if (matcher.find(start) && matcher.start() == start) {
        end = matcher.end();
      } else {
        throw mistake(meaningless(start), start);
      }
      if (this.text.charAt(start) == '"' || matcher.group("skip") == null) {
        words.add(new Word(this.text.substring(start, end), start));
      }
    }
    words.add(new Word("", this.text.length()));
  }

  /** Behind the closing quote. */
  private int endOfText(int start) {
    for (int i = start + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '"') {
        return i + 1;
      }
      if (text.charAt(i) == '\\') {
        i++;
      }
    }
    throw mistake("a text in quotes ends on its line", start);
  }

  private String meaningless(int at) {
    String letter = text.substring(at, text.offsetByCodePoints(at, 1));
    if (letter.equals("'") || letter.equals("\\")) {
      return "texts are in double quotes, such as \"\\n\"";
    }
    return FieldSyntax.shown(letter.getBytes(StandardCharsets.UTF_8)) + " has no meaning here";
  }

  /** Whether the next word is this; the empty one is the end. */
  boolean is(String word) {
    return current().equals(word);
  }

  private String current() {
    return words.get(at).text;
  }

  /** The next word, which is taken; the end stays. */
  String next() {
    String word = current();
    at = Math.min(at + 1, words.size() - 1);
    return word;
  }

  /** Takes the next word if it is this. */
  boolean take(String word) {
    boolean there = is(word);
    if (there) {
      next();
    }
    return there;
  }

  String name() {
    if (!Character.isLetter(current().isEmpty() ? ' ' : current().charAt(0))) {
      throw mistake("here comes the name of a field; it begins with a letter");
    }
    return next();
  }

  /** Whether a number would be below zero. */
  boolean isNegative() {
    return current().startsWith("-");
  }

  /** Whether a unit may be meant: a word right behind a number. */
  boolean isUnit() {
    Word word = words.get(at);
    return word.text.matches("[A-Za-z]+") && at > 0 && word.offset == words.get(at - 1).end();
  }

  boolean isNumber() {
    char first = current().isEmpty() ? ' ' : current().charAt(0);
    return first == '-' || (first >= '0' && first <= '9');
  }

  /** A number of up to 64 bits, in digits or 0x and hexadecimal digits. */
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
      throw mistake("here comes a number of at most 64 bits, such as 7 or 0xcafe");
    }
  }

  long number(long min, long max) {
    long value = number();
    if (value < min || value > max) {
      throw before("'%s' is not from %s to %s".formatted(words.get(at - 1).text, min, max));
    }
    return value;
  }

  boolean isText() {
    return current().startsWith("\"");
  }

  /** The bytes of a text in quotes: UTF-8, with \n, \r, \t, \0, \x7f and the like. */
  byte[] text() {
    if (!isText()) {
      throw mistake("here comes a text in quotes, such as \"\\r\\n\"");
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
              "\\%s has no meaning; there are \\n \\r \\t \\0 \\\" \\\\ \\x00 to \\xff"
                  .formatted(escaped));
    };
  }

  /** What {@code body} gives; if it can't be, that is told with where it stands. */
  <T> T told(Supplier<T> body) {
    int start = words.get(at).offset;
    try {
      return body.get();
    } catch (MistakeException placed) {
      throw placed;
    } catch (IllegalArgumentException e) {
      throw mistake(String.valueOf(e.getMessage()), start);
    }
  }

  /** That the next word is wrong. */
  IllegalArgumentException mistake(String sentence) {
    return mistake(sentence, words.get(at).offset);
  }

  /** That the word before is wrong. */
  IllegalArgumentException before(String sentence) {
    return mistake(sentence, words.get(Math.max(0, at - 1)).offset);
  }

  private MistakeException mistake(String sentence, int offset) {
    long line = text.substring(0, offset).chars().filter(each -> each == '\n').count() + 1;
    int column = offset - text.lastIndexOf('\n', offset - 1);
    String where =
        text.indexOf('\n') < 0
            ? "at character %s of the layout: ".formatted(column)
            : "in line %s of the layout, at character %s: ".formatted(line, column);
    return new MistakeException(where + sentence);
  }

  private static final class MistakeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MistakeException(String message) {
      super(message);
    }
  }
}
