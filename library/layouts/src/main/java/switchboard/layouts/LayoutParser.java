package switchboard.layouts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Size;

/** Reads a layout as people write it (docs/layouts.md). Used once, by one thread. */
final class LayoutParser {
  private final LayoutLexer words;
  private int depth;

  LayoutParser(String text) {
    this.words = new LayoutLexer(text);
  }

  List<Field> fields() {
    List<Field> fields = fieldsUntil("");
    if (fields.isEmpty()) {
      throw words.mistake("a layout has at least one field, such as 'length: u32 of body'");
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
        throw words.mistake("a { lacks its }");
      }
      if (!words.is(end) && !words.is(",") && !words.is("\n")) {
        throw words.mistake(
            "behind a field comes a comma, a new line, or " + (end.isEmpty() ? "the end" : end));
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
      throw words.mistake("behind the name '%s' comes a colon, then what it is".formatted(name));
    }
    Field field = words.told(() -> typed(name));
    return offset.isPresent() ? field.at(offset.getAsInt()) : field;
  }

  private Field typed(String name) {
    if (words.isText()) {
      return Field.constant(name, words.text());
    }
    if (words.is("")) {
      throw words.mistake("behind the colon comes what '%s' is, such as u8".formatted(name));
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
      throw words.before("'" + type + "' is no type" + meant(type));
    }
    int bits = Integer.parseInt(digits);
    NumberField number = signed ? Field.signed(name, bits) : Field.unsigned(name, bits);
    return number(little ? number.littleEndian() : number);
  }

  private static String meant(String type) {
    String small = type.toLowerCase(Locale.ROOT);
    String without = small.endsWith("be") ? small.substring(0, small.length() - 2) : small;
    if (without.matches("[ui][0-9]+(le)?")) {
      return "; write "
          + without
          + (without.equals(small) ? "" : ", the first byte is the most significant");
    }
    return "; there are u8, i32, u16le and the like, varint, digits, bytes, text, list, crc32, crc32c,"
        + " by, and a text in double quotes";
  }

  private Field number(NumberField number) {
    NumberField told = number;
    if (words.take("=")) {
      boolean negative = words.isNegative();
      long value = words.number();
      boolean isSigned = number.coding().show(-1).startsWith("-");
      if (!number.coding().holds(value) || (value < 0 && negative != isSigned)) {
        throw words.before("'%s' is from %s".formatted(number.name(), number.coding().range()));
      }
      told = told.always(value);
    }
    if (words.take("items")) {
      if (!words.take("of")) {
        throw words.mistake("behind 'items' comes 'of' and the name of a list");
      }
      return told.countingItems(words.name());
    }
    if (words.take("of")) {
      Field.Span span = span();
      told = told.counting(span.first(), span.last());
    }
    return told;
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
      throw words.mistake("here comes the most bytes, such as 64KiB");
    }
    long count = words.number(min, Integer.MAX_VALUE);
    long unit = 1;
    if (words.take("KiB")) {
      unit = 1 << 10;
    } else if (words.take("MiB")) {
      unit = 1 << 20;
    } else if (words.isUnit()) {
      throw words.mistake("a size is in bytes, or in KiB or MiB");
    }
    if (count * unit > Integer.MAX_VALUE) {
      throw words.before("at most 2047MiB are possible");
    }
    return Math.toIntExact(count * unit);
  }

  private Field list(String name) {
    if (words.isNumber()) {
      throw words.mistake("a list has no minimum; write the most bytes alone, such as ..64KiB");
    }
    if (!words.take("..")) {
      throw words.mistake(
          "behind 'list' comes the most bytes that all of it may have, such as ..64KiB");
    }
    int max = size(1);
    open("behind the maximum of a list come the fields of one message in { }");
    List<Field> fields = fieldsUntil("}");
    if (fields.isEmpty()) {
      throw words.mistake("a message of a list has at least one field");
    }
    close();
    return Field.list(name, element(name, fields)).max(max, Size.BYTES);
  }

  private static Layout element(String list, List<Field> fields) {
    try {
      return Layout.of(fields);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "in a message of '%s', %s".formatted(list, e.getMessage()), e);
    }
  }

  private void open(String otherwise) {
    if (++depth > Field.DEPTH_MAX) {
      throw words.mistake(Field.TOO_DEEP);
    }
    if (!words.take("{")) {
      throw words.mistake(otherwise);
    }
  }

  private void close() {
    words.next();
    depth--;
  }

  private Field choice(ChoiceField choice) {
    open("behind 'by %s' come its cases in { }".formatted(choice.number()));
    ChoiceField told = choice;
    skipBreaks();
    while (!words.is("}")) {
      if (words.is("")) {
        throw words.mistake("the { of '%s' lacks its }".formatted(choice.name()));
      }
      Long value = key();
      if (!words.take("{")) {
        throw words.mistake("behind a case come its fields in { }, perhaps none");
      }
      Field[] fields = fieldsUntil("}").toArray(Field[]::new);
      words.next();
      told = value == null ? told.otherwise(fields) : told.when(value, fields);
      skipBreaks();
    }
    close();
    return told;
  }

  /** The number of a case, perhaps as the letters that its bytes are; null for all others. */
  private @Nullable Long key() {
    if (words.take("else")) {
      return null;
    }
    if (words.isText()) {
      byte[] letters = words.text();
      if (letters.length < 1 || letters.length > Long.BYTES) {
        throw words.before("a case is a number, 1 to 8 letters in quotes, or else");
      }
      return new BigInteger(1, letters).longValue();
    }
    return words.number();
  }
}
