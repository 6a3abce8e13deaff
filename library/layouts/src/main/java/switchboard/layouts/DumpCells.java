package switchboard.layouts;

import java.util.HexFormat;
import switchboard.layouts.Dissector.Dissected;
import switchboard.net.Slice;

/**
 * Formats the cells of a hex dump: the bytes in hexadecimal, in ASCII and as bits, and the values.
 */
final class DumpCells {
  /** The number of bytes in a row. */
  static final int ROW = 8;

  /** The maximum number of bytes of a text that is shown as one quoted string in one row. */
  private static final int QUOTED_MAX = 32;

  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private DumpCells() {}

  /**
   * Formats the value column of a row. If the value of a field is bytes, each row shows its own
   * bytes as ASCII; any other value is shown only in the first row of the field.
   */
  static String shown(Part part, Dissected message, int row) {
    if (!(part.field() instanceof BytesField own)) {
      return row == 0 ? meaning(part) : "";
    }
    if (own.isText() && part.content() <= QUOTED_MAX) {
      return row == 0 ? part.value() : "";
    }
    return part.bytes() == 0 ? "empty" : "|" + ascii(part, message, row) + "|";
  }

  private static String meaning(Part part) {
    return switch (part.field()) {
      case NumberField number when number.counts() != null ->
          FieldSyntax.count(part.value(), "byte") + " of " + number.counts();
      case NumberField number when number.itemsOf() != null ->
          FieldSyntax.count(part.value(), "item") + " of " + number.itemsOf();
      case NumberField _ when part.bits() == Byte.SIZE -> part.value() + letter(part.value());
      case NumberField number when part.bits() >= 2 * Byte.SIZE && number.always() == null ->
          part.value() + hexadecimal(part);
      default -> part.value();
    };
  }

  /** Formats the ASCII character of a byte if it is printable. */
  private static String letter(String value) {
    int number = Integer.parseInt(value);
    return number > ' ' && number < 0x7F ? " ('%c')".formatted(number) : "";
  }

  /** Formats a number in hexadecimal, because many specifications write numbers in hexadecimal. */
  private static String hexadecimal(Part part) {
    return part.field() instanceof NumberField number
            && number.coding() instanceof NumberEncoding.Binary binary
            && !binary.signed()
            && part.value().length() > 1
        ? " (0x%x)".formatted(Long.parseUnsignedLong(part.value()))
        : "";
  }

  /** Formats the bits of a field, with a dot for each bit that belongs to an adjacent field. */
  static String bits(Part part, Slice message) {
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

  static byte[] bytes(Slice message, int from, int to) {
    byte[] copy = new byte[Math.max(0, to - from)];
    message.copyTo(from, copy, 0, copy.length);
    return copy;
  }

  static String hex(Part part, Dissected message, int row) {
    return hex(bytes(part, message, row));
  }

  private static String ascii(Part part, Dissected message, int row) {
    var text = new StringBuilder();
    for (byte each : bytes(part, message, row)) {
      text.append(each >= ' ' && each < 0x7F ? (char) each : '.');
    }
    return text.toString();
  }

  static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }
}
