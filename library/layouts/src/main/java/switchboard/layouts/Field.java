package switchboard.layouts;

import java.util.List;

/**
 * A named field of a message. Immutable: methods that set a property return a new field. {@link
 * Layout#of} checks that a message with the given fields is possible.
 *
 * <pre>{@code
 * Field length = Field.unsigned("length", 16).counting("body");
 * Field body = Field.bytes("body").max(1, Size.KIB);
 * Layout layout = Layout.of(length, body);
 * }</pre>
 *
 * @since 0.1.0
 */
public abstract sealed class Field
    permits NumberField, ContentField, ConstantField, ChecksumField, ChoiceField {

  /** The offset of a field for which {@link #at} was not called. */
  static final int ANYWHERE = -1;

  static final int DEPTH_MAX = 50;
  static final String TOO_DEEP =
      "more than " + DEPTH_MAX + " choices and lists are nested; reduce the nesting";

  private final String name;
  private final int offset;

  Field(String name, int offset) {
    this.name = FieldSyntax.checked(name);
    this.offset = offset;
  }

  /** {@return the name of the field: a letter, then letters, digits, {@code -} and {@code _}} */
  public final String name() {
    return name;
  }

  /** Returns the offset in bytes that {@link #at} requires, or {@link #ANYWHERE}. */
  final int offset() {
    return offset;
  }

  /**
   * Returns the number of levels of nested choices and lists; 0 for a field that is neither a
   * choice nor a list.
   */
  int depth() {
    return 0;
  }

  /**
   * Returns one more than the greatest {@link #depth} of {@code fields}.
   *
   * @throws IllegalArgumentException if the result exceeds {@link #DEPTH_MAX}
   */
  static int checkedDepth(List<Field> fields) {
    int depth = 1 + fields.stream().mapToInt(Field::depth).max().orElse(0);
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException(TOO_DEEP);
    }
    return depth;
  }

  /**
   * Returns a field like this one that must begin at the given offset. {@link Layout#of} checks
   * that the preceding fields end exactly at that offset. If the offsets in a layout are copied
   * from a specification, this check finds fields that do not match the specification.
   *
   * @param offset the offset in the message in bytes, at least 0
   * @return a new field
   * @throws IllegalArgumentException if the offset is negative
   */
  public abstract Field at(int offset);

  /**
   * Returns an unsigned number in network byte order.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @param bits the length in bits, 1 to 64; if it is not a multiple of 8, the number shares a byte
   *     with adjacent fields
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid or the length is out of range
   */
  public static NumberField unsigned(String name, int bits) {
    return NumberField.of(name, new NumberEncoding.Binary(bits, false, false));
  }

  /**
   * Returns a signed number, in two's complement and network byte order.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @param bits the length in bits, 1 to 64
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid or the length is out of range
   */
  public static NumberField signed(String name, int bits) {
    return NumberField.of(name, new NumberEncoding.Binary(bits, true, false));
  }

  /**
   * Returns an unsigned number in LEB128, as in Protocol Buffers (protobuf.dev, "Encoding"). The
   * number has 1 to 10 bytes. If a received number has more bytes than its value requires, reading
   * it throws a {@link switchboard.frames.CorruptStreamException}.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid
   */
  public static NumberField varint(String name) {
    return NumberField.of(name, new NumberEncoding.Varint());
  }

  /**
   * Returns a number of 1 to 18 decimal digits without leading zeros. The field after this number
   * must be a constant that does not begin with a digit.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid
   */
  public static NumberField digits(String name) {
    return NumberField.of(name, new NumberEncoding.Digits());
  }

  /**
   * Returns a field of bytes. The maximum length of the field must be set by {@link BytesField#max}
   * or {@link BytesField#exactly}.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @return a new field without a maximum
   * @throws IllegalArgumentException if the name is invalid
   */
  public static BytesField bytes(String name) {
    return BytesField.of(name, false);
  }

  /**
   * Returns a field of UTF-8 text. The maximum length of the field, in bytes, must be set by {@link
   * BytesField#max} or {@link BytesField#exactly}.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @return a new field without a maximum
   * @throws IllegalArgumentException if the name is invalid
   */
  public static BytesField text(String name) {
    return BytesField.of(name, true);
  }

  /**
   * Returns a list of items, each of which is a message of another layout. The maximum length of
   * the list, in bytes, must be set by {@link ListField#max}. An earlier number field contains
   * either the length of the list in bytes or the number of its items:
   *
   * <pre>{@code
   * Layout question =
   *     Layout.parse("name: bytes ..255 until \"\\x00\", type: u16, class: u16");
   * Layout query =
   *     Layout.of(
   *         Field.unsigned("qdcount", 16).countingItems("questions"),
   *         Field.list("questions", question).max(1, Size.KIB));
   * }</pre>
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @param element the layout of an item
   * @return a new field without a maximum
   * @throws IllegalArgumentException if the name is invalid, more than 50 lists and choices are
   *     nested, or the last field of an item extends to the end of the datagram or stream
   */
  public static ListField list(String name, Layout element) {
    return ListField.of(name, element);
  }

  /**
   * Returns a field of constant bytes, such as a magic number. If different bytes are received,
   * reading the message throws a {@link switchboard.frames.CorruptStreamException}.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @param bytes the bytes, at least one; they are copied
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid or there are no bytes
   */
  public static ConstantField constant(String name, byte... bytes) {
    return new ConstantField(name, ANYWHERE, bytes.clone());
  }

  /**
   * Returns a CRC-32C checksum (RFC 3720 §12.1) of four bytes in network byte order. By default it
   * covers all bytes of the message before the checksum.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid
   */
  public static ChecksumField crc32c(String name) {
    return new ChecksumField(name, ANYWHERE, ChecksumField.Algorithm.CRC32C, null);
  }

  /**
   * Returns a CRC-32 checksum (RFC 1952 §8, as in Ethernet and zip) of four bytes in network byte
   * order. By default it covers all bytes of the message before the checksum.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @return a new field
   * @throws IllegalArgumentException if the name is invalid
   */
  public static ChecksumField crc32(String name) {
    return new ChecksumField(name, ANYWHERE, ChecksumField.Algorithm.CRC32, null);
  }

  /**
   * Returns a choice between several sets of fields; the value of an earlier number field selects
   * one of these sets. Add each set with {@link ChoiceField#when}.
   *
   * @param name the name of the field: a letter, then letters, digits, {@code -} and {@code _}
   * @param number the name of the earlier number field
   * @return a new field without cases
   * @throws IllegalArgumentException if the name is invalid
   */
  public static ChoiceField choice(String name, String number) {
    return new ChoiceField(name, ANYWHERE, number, List.of());
  }

  /** A span of consecutive fields, identified by the names of its first and last field. */
  record Span(String first, String last) {
    @Override
    public String toString() {
      return first.equals(last) ? first : first + ".." + last;
    }
  }
}
