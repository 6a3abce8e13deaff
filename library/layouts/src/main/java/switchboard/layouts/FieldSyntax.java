package switchboard.layouts;

import java.util.HexFormat;
import java.util.regex.Pattern;
import switchboard.net.BadTextException;
import switchboard.net.Slice;

/** How fields and their bytes are written in a layout. */
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
        "'%s' is no name; it begins with a letter, then come letters, digits, - and _"
            .formatted(name));
  }

  /** An offset that {@code name} may have. */
  static int checked(String name, int offset) {
    if (offset < 0) {
      throw new IllegalArgumentException(
          "'%s' is at byte 0 or later, not %s".formatted(name, offset));
    }
    return offset;
  }

  /** What is before the type of a field. */
  static String head(Field field) {
    return field.name() + (field.offset() == Field.ANYWHERE ? "" : "@" + field.offset()) + ": ";
  }

  /** A number of bytes, in the largest unit that it is whole in. */
  static String size(long bytes) {
    if (bytes == 0 || bytes % KIB != 0) {
      return Long.toString(bytes);
    }
    return bytes % (KIB * KIB) == 0 ? bytes / (KIB * KIB) + "MiB" : bytes / KIB + "KiB";
  }

  /** So many of them. */
  static String count(long count, String one) {
    return count(Long.toString(count), one);
  }

  static String count(String count, String one) {
    return count + " " + one + (count.equals("1") ? "" : "s");
  }

  /** Bytes as a text in quotes, with escapes for what can't be seen. */
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

  /** A text in quotes that is safe to print, or its bytes if it is none. */
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

  /** Nothing that steers a terminal, or turns the direction of what follows. */
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
