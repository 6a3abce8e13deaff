package switchboard.layouts;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import switchboard.layouts.Dissector.Dissected;
import switchboard.net.Slice;

/**
 * Messages as rows of hexadecimal, each field on its own with its name and what it says. Immutable.
 *
 * @param rowsMax how many rows a field has at most, at least 1, and a list eight messages for each;
 *     what is left out is said
 * @param colourful whether each field has a colour, for a terminal
 */
public record Dump(int rowsMax, boolean colourful) {
  private static final int ROW = 8;
  private static final int NAME_MAX = 20;

  /** Bits of more bytes would not fit into their column. */
  private static final int BIT_BYTES_MAX = 2;

  /** A list has so many messages where other fields have a row. */
  private static final int LISTED = 8;

  /** Text of so many bytes is quoted in one row. */
  private static final int QUOTED_MAX = 32;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private static final List<String> COLOURS =
      List.of("\033[36m", "\033[33m", "\033[32m", "\033[35m", "\033[34m", "\033[31m");
  private static final String PLAIN = "\033[0m";

  /**
   * Shows so much.
   *
   * @throws IllegalArgumentException when that is less than a row
   */
  public Dump {
    if (rowsMax < 1) {
      throw new IllegalArgumentException("a field has at least 1 row, not " + rowsMax);
    }
  }

  /** The rows of one message, below its heading. */
  public String rows(Dissected message) {
    var text = new StringBuilder();
    text.append("frame %d: ".formatted(message.number()))
        .append(message.last() ? "broken after " : "")
        .append(Names.count(message.length(), "byte"))
        .append(message.last() ? ", at " : " at ")
        .append(message.offset())
        .append('\n');
    add(message, 0, width(message.parts().stream().map(Part::field), 0), text);
    if (message.mistake() != null) {
      text.append("  ! ").append(message.mistake()).append('\n');
    }
    return text.toString();
  }

  /** How wide the names of fields are, with what is before them in lists, and theirs in turn. */
  private static int width(Stream<Field> fields, int depth) {
    return fields.mapToInt(each -> width(each, depth)).max().orElse(0);
  }

  private static int width(Field field, int depth) {
    int own = before(depth, 1).length() + name(field).length();
    return switch (field) {
      case ChoiceField choice ->
          width(choice.cases().stream().flatMap(each -> each.fields().stream()), depth);
      case ListField list -> Math.max(own, width(list.element().fields().stream(), depth + 1));
      default -> own;
    };
  }

  /** What is before the names of a message that is inside of lists. */
  private static String before(int depth, int number) {
    return depth == 0 ? "" : "%s%2d ".formatted("  ".repeat(depth), number);
  }

  /**
   * The rows of a message.
   *
   * @param depth in how many lists it is
   * @param width of the names, with what is before them
   */
  private void add(Dissected message, int depth, int width, StringBuilder text) {
    int colour = 0;
    for (Part each : message.parts()) {
      String name = before(depth, message.number()) + name(each.field());
      String told = name + " ".repeat(Math.max(0, width - name.length())) + "  ";
      paint(rows(each, message, told), colour++, text);
      Dissector inside = each.messages();
      if (inside != null) {
        add(inside, depth + 1, width, text);
      }
    }
    if (message.last()) {
      text.append(rest(message));
    }
  }

  private void add(Dissector list, int depth, int width, StringBuilder text) {
    try {
      for (Dissected each = list.next(); each != null; each = list.next()) {
        if (each.number() > (long) rowsMax * LISTED) {
          text.append(row("", "... and more messages", ""));
          return;
        }
        add(each, depth, width, text);
      }
    } catch (IOException ofBytesInMemory) {
      throw new AssertionError(ofBytesInMemory);
    }
  }

  private void paint(String rows, int colour, StringBuilder text) {
    if (!colourful) {
      text.append(rows);
      return;
    }
    rows.lines()
        .forEach(line ->
            text.append(COLOURS.get(colour % COLOURS.size()))
                .append(line)
                .append(PLAIN)
                .append('\n'));
  }

  private String rows(Part part, Dissected message, String told) {
    if (part.field() instanceof ListField) {
      String size =
          part.bytes() == 0 ? "empty" : Names.count(part.bytes(), "byte") + " of messages";
      return row("%08x".formatted(message.offset() + part.offset()), "", told + size);
    }
    if (part.isInsideByte() && part.bytes() <= BIT_BYTES_MAX) {
      return row(
          message.offset() + part.offset(), bits(part, message.bytes()), told + part.value());
    }
    var text = new StringBuilder();
    int rows = Math.ceilDiv(part.bytes(), ROW);
    for (int row = 0; row < Math.clamp(rows, 1, rowsMax); row++) {
      String head = row == 0 ? told : " ".repeat(told.length());
      text.append(
          row(
              message.offset() + part.offset() + (long) row * ROW,
              hex(part, message, row),
              head + shown(part, message, row)));
    }
    if (rows > rowsMax) {
      int left = part.bytes() - rowsMax * ROW;
      text.append(row("", "... %s more".formatted(Names.count(left, "byte")), ""));
    }
    return text.toString();
  }

  /** What stands behind a row: bytes beside themselves, anything else once. */
  private static String shown(Part part, Dissected message, int row) {
    if (!(part.field() instanceof BytesField own)) {
      return row == 0 ? meaning(part) : "";
    }
    if (own.isText() && part.content() <= QUOTED_MAX) {
      return row == 0 ? part.value() : "";
    }
    return part.bytes() == 0 ? "empty" : "|" + ascii(part, message, row) + "|";
  }

  /** The name, or as much of it as there is room for. */
  private static String name(Field field) {
    String name = field.name();
    return name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX - 1) + "…";
  }

  private static String meaning(Part part) {
    return switch (part.field()) {
      case NumberField number when number.counts() != null ->
          part.value() + (part.value().equals("1") ? " byte of " : " bytes of ") + number.counts();
      case NumberField _ when part.bits() == Byte.SIZE -> part.value() + letter(part.value());
      case NumberField number when part.bits() >= 2 * Byte.SIZE && number.always() == null ->
          part.value() + hexadecimal(part);
      default -> part.value();
    };
  }

  /** The letter that a byte may be meant as. */
  private static String letter(String value) {
    int number = Integer.parseInt(value);
    return number > ' ' && number < 0x7F ? " ('%c')".formatted(number) : "";
  }

  /** The same number as many protocols write it. */
  private static String hexadecimal(Part part) {
    return part.field() instanceof NumberField number
            && number.coding() instanceof Coding.Binary binary
            && !binary.signed()
            && part.value().length() > 1
        ? " (0x%x)".formatted(Long.parseUnsignedLong(part.value()))
        : "";
  }

  /** Its bits, and a dot for each of the others in its bytes. */
  private static String bits(Part part, Slice message) {
    var text = new StringBuilder();
    for (int bit = 0; bit < part.bytes() * Byte.SIZE; bit++) {
      boolean own = bit >= part.bit() && bit < part.bit() + part.bits();
      int value =
          message.byteAt(part.offset() + bit / Byte.SIZE) >> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1;
      text.append(bit > 0 && bit % Byte.SIZE == 0 ? " " : "")
          .append(own ? (char) ('0' + value) : '.');
    }
    return text.toString();
  }

  private static byte[] bytes(Part part, Dissected message, int row) {
    int from = part.offset() + row * ROW;
    int to = Math.min(from + ROW, part.offset() + part.bytes());
    return bytes(message.bytes(), from, to);
  }

  private static byte[] bytes(Slice message, int from, int to) {
    byte[] copy = new byte[Math.max(0, to - from)];
    message.copyTo(from, copy, 0, copy.length);
    return copy;
  }

  private static String hex(Part part, Dissected message, int row) {
    return HEX.formatHex(bytes(part, message, row));
  }

  private static String ascii(Part part, Dissected message, int row) {
    var text = new StringBuilder();
    for (byte each : bytes(part, message, row)) {
      text.append(each >= ' ' && each < 0x7F ? (char) each : '.');
    }
    return text.toString();
  }

  private String rest(Dissected message) {
    int from =
        message.parts().stream().mapToInt(each -> each.offset() + each.bytes()).max().orElse(0);
    var text = new StringBuilder();
    for (int at = from; at < message.bytes().length(); at += ROW) {
      byte[] row = bytes(message.bytes(), at, Math.min(at + ROW, message.bytes().length()));
      text.append(row(message.offset() + at, HEX.formatHex(row), at == from ? "?" : ""));
    }
    return text.toString();
  }

  private static String row(long offset, String hex, String told) {
    return row("%08x".formatted(offset), hex, told);
  }

  private static String row(String offset, String hex, String told) {
    return "  %-8s  %-23s  %s".formatted(offset, hex, told).stripTrailing() + "\n";
  }
}
