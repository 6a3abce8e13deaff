package switchboard.layouts;

import java.util.List;

/**
 * One part of a message, by name. Immutable: each method that says more of a field gives another
 * one. What can't be in a layout is refused by {@link Layout#of}, which sees them all.
 */
public abstract sealed class Field
    permits NumberField, ContentField, ConstantField, ChecksumField, ChoiceField {

  /** Where a field is that was given none. */
  static final int ANYWHERE = -1;

  static final int DEPTH_MAX = 50;
  static final String TOO_DEEP =
      "more than " + DEPTH_MAX + " choices and lists are in each other; take some apart";

  private final String name;
  private final int offset;

  Field(String name, int offset) {
    this.name = FieldSyntax.checked(name);
    this.offset = offset;
  }

  /** What it is called: a letter, then letters, digits, {@code -} and {@code _}. */
  public final String name() {
    return name;
  }

  /** The offset in bytes that it was said to have; {@link #ANYWHERE} if nothing was said. */
  final int offset() {
    return offset;
  }

  /** How many choices and lists are in each other there: 0 for a field of its own. */
  int depth() {
    return 0;
  }

  /**
   * One more than the deepest of {@code fields}.
   *
   * @throws IllegalArgumentException when that is too deep
   */
  static int checkedDepth(List<Field> fields) {
    int depth = 1 + fields.stream().mapToInt(Field::depth).max().orElse(0);
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException(TOO_DEEP);
    }
    return depth;
  }

  /**
   * The same field, which is to be at this offset. A layout holds that against the fields before,
   * so that offsets may be taken over from a table in a specification, and are checked.
   *
   * @param offset in bytes, from 0
   * @throws IllegalArgumentException when it is below 0
   */
  public abstract Field at(int offset);

  /**
   * A number without a sign, in network byte order.
   *
   * @param bits 1 to 64; one that is no multiple of 8 shares its byte with the fields beside it
   * @throws IllegalArgumentException when there are not so many bits, or it can't be called that
   */
  public static NumberField unsigned(String name, int bits) {
    return NumberField.of(name, new NumberEncoding.Binary(bits, false, false));
  }

  /**
   * A number in two's complement, in network byte order.
   *
   * @param bits 1 to 64
   * @throws IllegalArgumentException when there are not so many bits, or it can't be called that
   */
  public static NumberField signed(String name, int bits) {
    return NumberField.of(name, new NumberEncoding.Binary(bits, true, false));
  }

  /**
   * A number without a sign in LEB128, as Protocol Buffers have it (protobuf.dev, "Encoding"): 1 to
   * 10 bytes, and no more than it needs.
   *
   * @throws IllegalArgumentException when it can't be called that
   */
  public static NumberField varint(String name) {
    return NumberField.of(name, new NumberEncoding.Varint());
  }

  /**
   * A number of 1 to 18 decimal digits, without zeros at its front; a constant follows, which tells
   * where they end.
   *
   * @throws IllegalArgumentException when it can't be called that
   */
  public static NumberField digits(String name) {
    return NumberField.of(name, new NumberEncoding.Digits());
  }

  /**
   * Bytes, whose maximum is to be said.
   *
   * @throws IllegalArgumentException when they can't be called that
   */
  public static BytesField bytes(String name) {
    return BytesField.of(name, false);
  }

  /**
   * Text in UTF-8, whose maximum in bytes is to be said.
   *
   * @throws IllegalArgumentException when it can't be called that
   */
  public static BytesField text(String name) {
    return BytesField.of(name, true);
  }

  /**
   * Messages of another layout, one after the other, whose maximum in bytes is to be said. A number
   * before them counts their bytes, or how many they are:
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
   * @throws IllegalArgumentException when they can't be called that, or lie too deep
   */
  public static ListField list(String name, Layout element) {
    return ListField.of(name, element);
  }

  /**
   * Bytes that are always these, which are copied.
   *
   * @throws IllegalArgumentException when there are none, or they can't be called that
   */
  public static ConstantField constant(String name, byte... bytes) {
    return new ConstantField(name, ANYWHERE, bytes.clone());
  }

  /**
   * The CRC-32C (RFC 3720 §12.1) of all that is before it: four bytes in network byte order.
   *
   * @throws IllegalArgumentException when it can't be called that
   */
  public static ChecksumField crc32c(String name) {
    return new ChecksumField(name, ANYWHERE, ChecksumField.Algorithm.CRC32C, null);
  }

  /**
   * The CRC-32 (RFC 1952 §8, as in Ethernet and zip) of all that is before it: four bytes in
   * network byte order.
   *
   * @throws IllegalArgumentException when it can't be called that
   */
  public static ChecksumField crc32(String name) {
    return new ChecksumField(name, ANYWHERE, ChecksumField.Algorithm.CRC32, null);
  }

  /**
   * Other fields, depending on a number that is before them: say which by {@link ChoiceField#when}.
   *
   * @param number the name of that number
   * @throws IllegalArgumentException when it can't be called that
   */
  public static ChoiceField choice(String name, String number) {
    return new ChoiceField(name, ANYWHERE, number, List.of());
  }

  /** Some neighbours, by the names of the first and the last. */
  record Span(String first, String last) {
    @Override
    public String toString() {
      return first.equals(last) ? first : first + ".." + last;
    }
  }
}
