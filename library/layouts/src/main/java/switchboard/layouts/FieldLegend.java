package switchboard.layouts;

/**
 * Describes the fields of a layout in words. The descriptions are printed below the diagram of the
 * layout.
 */
final class FieldLegend {
  private FieldLegend() {}

  static String of(Field field) {
    return switch (field) {
      case NumberField number -> number(number);
      case BytesField bytes ->
          (bytes.isText() ? "text in UTF-8, " : "") + size(bytes) + ending(bytes);
      case ListField list -> "list of items (see below), " + size(list);
      case ConstantField constant -> "always " + FieldSyntax.quoted(constant.bytes());
      case ChecksumField sum ->
          (sum.algorithm() == ChecksumField.Algorithm.CRC32C ? "CRC-32C" : "CRC-32")
              + " of "
              + (sum.covers() == null ? "all bytes before it" : sum.covers());
      case ChoiceField choice -> "depends on " + choice.number();
    };
  }

  private static String number(NumberField number) {
    String meaning =
        number.counts() != null
            ? "counts the bytes of " + number.counts()
            : number.itemsOf() != null
                ? "counts the items of " + number.itemsOf()
                : number.always() != null
                    ? "always " + number.coding().show(number.always())
                    : "a number from " + number.coding().range();
    return meaning
        + switch (number.coding()) {
          case NumberEncoding.Binary binary when binary.littleEndian() -> ", little-endian";
          case NumberEncoding.Binary _ -> "";
          case NumberEncoding.Varint _ -> ", in LEB128";
          case NumberEncoding.Digits _ -> ", in decimal digits";
        };
  }

  private static String ending(BytesField bytes) {
    if (bytes.isOpen()) {
      return ", up to the end of the datagram or stream";
    }
    return bytes.isDelimited()
        ? ", then the delimiter " + FieldSyntax.quoted(bytes.delimiter())
        : "";
  }

  /** Formats the range of the length of a field. */
  static String size(Field field) {
    return switch (field) {
      case ContentField own -> sizes(own.bytesMin(), own.bytesMax());
      case NumberField number -> sizes(number.bitsMin() / Byte.SIZE, number.bitsMax() / Byte.SIZE);
      case ConstantField constant -> sizes(constant.bytes().length, constant.bytes().length);
      case ChecksumField _ -> sizes(ChecksumField.BYTES, ChecksumField.BYTES);
      case ChoiceField choice -> "depends on " + choice.number();
    };
  }

  static String sizes(long min, long max) {
    return (min == max ? "" : min + " to ") + FieldSyntax.count(max, "byte");
  }

  /** Formats a number, with its ASCII character if that is printable. */
  static String key(NumberEncoding coding, long value) {
    return value > ' ' && value < 0x7F ? value + " ('" + (char) value + "')" : coding.show(value);
  }
}
