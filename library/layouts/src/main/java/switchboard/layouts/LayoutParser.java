package switchboard.layouts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Size;

/** Parses the text of a layout (docs/layouts.md). Used once, by one thread. */
final class LayoutParser {
  private final LayoutLexer words;
  private int depth;

  LayoutParser(String text) {
    this.words = new LayoutLexer(text);
  }

  List<Field> fields() {
    List<Field> fields = fieldsUntil("");
    if (fields.isEmpty()) {
      throw words.mistake("a layout must have at least one field, such as 'kind: u8'");
    }
    return fields;
  }

  private List<Field> fieldsUntil(String end) {
    var fields = new ArrayList<Field>();
    skipBreaks();
    while (!words.is(end)) {
      if (!words.is("")) {
        fields.add(field());
      }
      if (words.is("") && !end.isEmpty()) {
        throw words.mistake("missing }");
      }
      if (!words.is(end) && !words.is(",") && !words.is("\n")) {
        throw words.mistake(
            "expected a comma, a new line or %s after a field"
                .formatted(end.isEmpty() ? "the end of the layout" : end));
      }
      skipBreaks();
    }
    return fields;
  }

  private void skipBreaks() {
    while (words.is(",") || words.is("\n")) {
      words.next();
    }
  }

  private Field field() {
    String name = words.name();
    OptionalInt offset = OptionalInt.empty();
    if (words.take("@")) {
      offset = OptionalInt.of(Math.toIntExact(words.number(0, Integer.MAX_VALUE)));
    }
    if (!words.take(":")) {
      throw words.mistake("expected ':' after the field name '%s'".formatted(name));
    }
    Field field = words.located(() -> typed(name));
    return offset.isPresent() ? field.at(offset.getAsInt()) : field;
  }

  private Field typed(String name) {
    if (words.isText()) {
      return Field.constant(name, words.text());
    }
    if (words.is("")) {
      throw words.mistake("expected the type of '%s' after ':', such as u8".formatted(name));
    }
    String type = words.next();
    return switch (type) {
      case "bytes" -> bytes(Field.bytes(name));
      case "text" -> bytes(Field.text(name));
      case "list" -> list(name);
      case "varint" -> number(Field.varint(name));
      case "digits" -> number(Field.digits(name));
      case "crc32" -> sum(Field.crc32(name));
      case "crc32c" -> sum(Field.crc32c(name));
      case "by" -> choice(Field.choice(name, words.name()));
      default -> binary(name, type);
    };
  }

  private Field binary(String name, String type) {
    boolean little = type.endsWith("le");
    String digits = type.substring(Math.min(1, type.length()), type.length() - (little ? 2 : 0));
    boolean signed = type.startsWith("i");
    if ((!signed && !type.startsWith("u")) || !digits.matches("[0-9]{1,4}")) {
      throw words.before("unknown type '" + type + "'" + suggestion(type));
    }
    int bits = Integer.parseInt(digits);
    NumberField number = signed ? Field.signed(name, bits) : Field.unsigned(name, bits);
    return number(little ? number.littleEndian() : number);
  }

  private static String suggestion(String type) {
    String small = type.toLowerCase(Locale.ROOT);
    String without = small.endsWith("be") ? small.substring(0, small.length() - 2) : small;
    if (without.matches("[ui][0-9]+(le)?")) {
      return "; use " + without + (without.equals(small) ? "" : ", which is big-endian");
    }
    return "; expected u8, i32, u16le or similar, varint, digits, bytes, text, list, crc32, crc32c,"
        + " by, or a string in double quotes";
  }

  private Field number(NumberField number) {
    NumberField defined = number;
    if (words.take("=")) {
      boolean negative = words.isNegative();
      long value = words.number();
      boolean isSigned = number.coding().show(-1).startsWith("-");
      if (!number.coding().holds(value) || (value < 0 && negative != isSigned)) {
        throw words.before("'%s' must be %s".formatted(number.name(), number.coding().range()));
      }
      defined = defined.always(value);
    }
    if (words.take("items")) {
      if (!words.take("of")) {
        throw words.mistake("expected 'of' and the name of a list after 'items'");
      }
      return defined.countingItems(words.name());
    }
    if (words.take("of")) {
      Field.Span span = span();
      defined = defined.counting(span.first(), span.last());
    }
    return defined;
  }

  private Field sum(ChecksumField sum) {
    if (!words.take("of")) {
      return sum;
    }
    Field.Span span = span();
    return sum.over(span.first(), span.last());
  }

  private Field.Span span() {
    String first = words.name();
    return new Field.Span(first, words.take("..") ? words.name() : first);
  }

  private Field bytes(BytesField bytes) {
    BytesField sized = bytes;
    if (words.take("..")) {
      sized = sized.max(size(1), Size.BYTES);
    } else if (words.isNumber()) {
      int size = size(0);
      if (words.take("..")) {
        sized = sized.max(size(1), Size.BYTES).min(size, Size.BYTES);
      } else {
        sized = sized.exactly(size, Size.BYTES);
      }
    }
    if (!words.take("until")) {
      return sized;
    }
    return words.take("end") ? sized.untilEnd() : sized.until(words.text());
  }

  private int size(int min) {
    if (!words.isNumber()) {
      throw words.mistake("expected the maximum number of bytes, such as 64KiB");
    }
    long count = words.number(min, Integer.MAX_VALUE);
    long unit = 1;
    if (words.take("KiB")) {
      unit = 1 << 10;
    } else if (words.take("MiB")) {
      unit = 1 << 20;
    } else if (words.isUnit()) {
      throw words.mistake("unknown unit; use KiB, MiB, or no unit for bytes");
    }
    if (count * unit > Integer.MAX_VALUE) {
      throw words.before("the largest size is 2047MiB");
    }
    return Math.toIntExact(count * unit);
  }

  private Field list(String name) {
    if (words.isNumber()) {
      throw words.mistake("a list cannot have a minimum; write only its maximum, such as ..64KiB");
    }
    if (!words.take("..")) {
      throw words.mistake(
          "expected the maximum size of the list in bytes after 'list', such as ..64KiB");
    }
    int max = size(1);
    open("expected the fields of an item in { } after the maximum of the list");
    List<Field> fields = fieldsUntil("}");
    if (fields.isEmpty()) {
      throw words.mistake("an item of a list must have at least one field");
    }
    close();
    return Field.list(name, element(name, fields)).max(max, Size.BYTES);
  }

  private static Layout element(String list, List<Field> fields) {
    try {
      return Layout.of(fields);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("item of '%s': %s".formatted(list, e.getMessage()), e);
    }
  }

  private void open(String expectation) {
    if (++depth > Field.DEPTH_MAX) {
      throw words.mistake(Field.TOO_DEEP);
    }
    if (!words.take("{")) {
      throw words.mistake(expectation);
    }
  }

  private void close() {
    words.next();
    depth--;
  }

  private Field choice(ChoiceField choice) {
    open("expected the cases in { } after 'by %s'".formatted(choice.number()));
    ChoiceField complete = choice;
    skipBreaks();
    while (!words.is("}")) {
      if (words.is("")) {
        throw words.mistake("missing } after the cases of '%s'".formatted(choice.name()));
      }
      Long value = key();
      if (!words.take("{")) {
        throw words.mistake("expected the fields of the case in { }");
      }
      Field[] fields = fieldsUntil("}").toArray(Field[]::new);
      words.next();
      complete = value == null ? complete.otherwise(fields) : complete.when(value, fields);
      skipBreaks();
    }
    close();
    return complete;
  }

  /**
   * Parses the key of a case: a number, a string that contains the bytes of a number, or the word
   * {@code else}, for which the result is null.
   */
  private @Nullable Long key() {
    if (words.take("else")) {
      return null;
    }
    if (words.isText()) {
      byte[] letters = words.text();
      if (letters.length < 1 || letters.length > Long.BYTES) {
        throw words.before("a case must be a number, a string of 1 to 8 bytes, or 'else'");
      }
      return new BigInteger(1, letters).longValue();
    }
    return words.number();
  }
}
