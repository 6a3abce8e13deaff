package switchboard.layouts;

/** What is to know of a field, in words. */
final class FieldLegend {
  private FieldLegend() {}

  static String of(Field field) {
    return switch (field) {
      case NumberField number -> number(number);
      case BytesField bytes ->
          (bytes.isText() ? "text in UTF-8, " : "") + size(bytes) + ending(bytes);
      case ListField list -> "messages as below, in " + size(list);
      case ConstantField constant -> "always " + FieldSyntax.quoted(constant.bytes());
      case ChecksumField sum ->
          (sum.algorithm() == ChecksumField.Algorithm.CRC32C ? "CRC-32C" : "CRC-32")
              + " of "
              + (sum.covers() == null ? "all before it" : sum.covers());
      case ChoiceField choice -> "depends on " + choice.number();
    };
  }

  private static String number(NumberField number) {
    String said =
        number.counts() != null
            ? "counts the bytes of " + number.counts()
            : number.itemsOf() != null
                ? "counts the messages of " + number.itemsOf()
                : number.always() != null
                    ? "always " + number.coding().show(number.always())
                    : "a number from " + number.coding().range();
    return said
        + switch (number.coding()) {
          case NumberEncoding.Binary binary when binary.littleEndian() ->
              ", least significant byte first";
          case NumberEncoding.Binary _ -> "";
          case NumberEncoding.Varint _ -> ", in LEB128";
          case NumberEncoding.Digits _ -> ", in decimal digits";
        };
  }

  private static String ending(BytesField bytes) {
    if (bytes.isOpen()) {
      return ", to the end";
    }
    return bytes.isDelimited() ? ", then " + FieldSyntax.quoted(bytes.delimiter()) : "";
  }

  /** How long a field is. */
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

  /** A number, and the letter that it may be. */
  static String key(NumberEncoding coding, long value) {
    return value > ' ' && value < 0x7F ? value + " ('" + (char) value + "')" : coding.show(value);
  }
}
