package switchboard.layouts;

import java.util.HexFormat;
import java.util.regex.Pattern;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/** Formats and checks names, sizes and strings in the syntax of layouts. */
final class FieldSyntax {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final HexFormat HEX = HexFormat.of();
  private static final int KIB = 1024;

  private FieldSyntax() {}

  static String checked(String name) {
    if (NAME.matcher(name).matches()) {
      return name;
    }
    throw new IllegalArgumentException(
        "invalid field name '%s'; it must begin with a letter and contain only letters, digits, - and _"
            .formatted(name));
  }

  /** Returns {@code offset} if it is not negative; otherwise throws an exception. */
  static int checked(String name, int offset) {
    if (offset < 0) {
      throw new IllegalArgumentException(
          "the offset of '%s' must be at least 0, not %s".formatted(name, offset));
    }
    return offset;
  }

  /**
   * Formats the name and the offset of a field; in the syntax of layouts, they come before the
   * type.
   */
  static String head(Field field) {
    return field.name() + (field.offset() == Field.ANYWHERE ? "" : "@" + field.offset()) + ": ";
  }

  /** Formats a size in MiB or KiB if it is a multiple of that unit, otherwise in bytes. */
  static String size(long bytes) {
    if (bytes == 0 || bytes % KIB != 0) {
      return Long.toString(bytes);
    }
    return bytes % (KIB * KIB) == 0 ? bytes / (KIB * KIB) + "MiB" : bytes / KIB + "KiB";
  }

  /** Formats a count with its noun in the singular or plural. */
  static String count(long count, String one) {
    return count(Long.toString(count), one);
  }

  static String count(String count, String one) {
    return count + " " + one + (count.equals("1") ? "" : "s");
  }

  /** Formats bytes as a quoted string, with escapes for bytes that are not printable ASCII. */
  static String quoted(byte[] bytes) {
    var text = new StringBuilder("\"");
    for (byte each : bytes) {
      quote(each, text);
    }
    return text.append('"').toString();
  }

  private static void quote(byte each, StringBuilder text) {
    switch (each) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      default -> {
        if (each >= ' ' && each < 0x7F) {
          text.append((char) each);
        } else {
          text.append("\\x").append(HEX.toHexDigits(each));
        }
      }
    }
  }

  /**
   * Formats UTF-8 text as a quoted string that is safe to print. Invalid UTF-8 is printed as bytes.
   */
  static String shown(byte[] text) {
    try {
      var shown = new StringBuilder("\"");
      Slice.of(text).text().codePoints().forEach(each -> show(each, shown));
      return shown.append('"').toString();
    } catch (BadTextException notUtf8) {
      return quoted(text);
    }
  }

  private static void show(int codePoint, StringBuilder shown) {
    if (codePoint < 0x80) {
      quote((byte) codePoint, shown);
    } else if (isVisible(codePoint)) {
      shown.appendCodePoint(codePoint);
    } else {
      shown.append("\\u{%x}".formatted(codePoint));
    }
  }

  /** Returns false for characters that control a terminal or change the text direction. */
  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
