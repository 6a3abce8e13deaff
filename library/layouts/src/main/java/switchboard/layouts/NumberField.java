package switchboard.layouts;

import org.jspecify.annotations.Nullable;

/**
 * A number field. Its value may be a constant, the length of other fields in bytes, or the number
 * of items of a list. Immutable.
 *
 * <pre>{@code
 * Layout packet =
 *     Layout.of(
 *         Field.unsigned("version", 8).always(2),
 *         Field.unsigned("length", 16).littleEndian().counting("body"),
 *         Field.bytes("body").max(1, Size.KIB));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class NumberField extends Field {
  private final NumberEncoding coding;

  /** The rule that determines the value; null if the value is set when a message is built. */
  private final @Nullable Meaning meaning;

  private sealed interface Meaning {
    record Always(long value) implements Meaning {}

    record Counting(Span span) implements Meaning {}

    record Items(String list) implements Meaning {}
  }

  private NumberField(String name, int offset, NumberEncoding coding, @Nullable Meaning meaning) {
    super(name, offset);
    this.coding = coding;
    this.meaning = meaning;
  }

  static NumberField of(String name, NumberEncoding coding) {
    return new NumberField(name, ANYWHERE, coding, null);
  }

  /**
   * Makes the number little-endian. Default: network byte order.
   *
   * @return a new field
   * @throws IllegalArgumentException if the length of the number is not a multiple of 8 bits, or if
   *     the number is a varint or consists of decimal digits
   */
  public NumberField littleEndian() {
    if (coding instanceof NumberEncoding.Binary binary) {
      var little = new NumberEncoding.Binary(binary.bits(), binary.signed(), true);
      return new NumberField(name(), offset(), little, meaning);
    }
    throw new IllegalArgumentException(
        "'%s' is %s, which has no byte order; remove littleEndian".formatted(name(), coding));
  }

  /**
   * Makes the value constant. If a different value is received, reading the message throws a {@link
   * switchboard.frames.CorruptStreamException}.
   *
   * @param value the value. An unsigned 64-bit value from 2^63 on is passed as the negative {@code
   *     long} that {@link Long#parseUnsignedLong} returns
   * @return a new field
   * @throws IllegalArgumentException if the value is out of range, or if the number is already
   *     constant or already counts bytes or items
   */
  public NumberField always(long value) {
    if (!coding.holds(value)) {
      throw new IllegalArgumentException(
          "'%s' is %s with the range %s, so it cannot be %s"
              .formatted(name(), coding, coding.range(), value));
    }
    return meaning(new Meaning.Always(value));
  }

  /**
   * Makes the number count the bytes of a field. The number is computed when a message is built.
   *
   * @param field the name of the field, which must come after the number
   * @return a new field
   * @throws IllegalArgumentException if the number is signed, is already constant, or already
   *     counts bytes or items
   */
  public NumberField counting(String field) {
    return counting(field, field);
  }

  /**
   * Makes the number count the bytes of consecutive fields, which may include the number itself.
   * The number is computed when a message is built.
   *
   * @param first the name of the first field
   * @param last the name of the last field, which is included
   * @return a new field
   * @throws IllegalArgumentException if the number is signed, is already constant, or already
   *     counts bytes or items
   */
  public NumberField counting(String first, String last) {
    if (coding instanceof NumberEncoding.Binary binary && binary.signed()) {
      throw new IllegalArgumentException(
          "'%s' counts bytes, so it must be unsigned".formatted(name()));
    }
    return meaning(new Meaning.Counting(new Span(first, last)));
  }

  /**
   * Makes the number count the items of a list, as QDCOUNT of DNS does (RFC 1035 §4.1.1). The
   * number is computed when a message is built. When a message is read, the list ends after the
   * number of items that this field contains.
   *
   * @param list the name of the list, which must come after the number
   * @return a new field
   * @throws IllegalArgumentException if the number is signed, is already constant, or already
   *     counts bytes or items
   */
  public NumberField countingItems(String list) {
    if (coding instanceof NumberEncoding.Binary binary && binary.signed()) {
      throw new IllegalArgumentException(
          "'%s' counts items, so it must be unsigned".formatted(name()));
    }
    return meaning(new Meaning.Items(list));
  }

  private NumberField meaning(Meaning only) {
    if (meaning != null) {
      throw new IllegalArgumentException(
          "'%s' is already a constant or a count; it cannot be both".formatted(name()));
    }
    return new NumberField(name(), offset(), coding, only);
  }

  @Override
  public NumberField at(int offset) {
    return new NumberField(name(), FieldSyntax.checked(name(), offset), coding, meaning);
  }

  NumberEncoding coding() {
    return coding;
  }

  /** Returns the minimum length in bits. */
  int bitsMin() {
    Long always = always();
    return always == null ? coding.bitsMin() : coding.bits(always);
  }

  /** Returns the maximum length in bits. */
  int bitsMax() {
    Long always = always();
    return always == null ? coding.bitsMax() : coding.bits(always);
  }

  /** Returns the constant value, or null if the value varies. */
  @Nullable Long always() {
    return meaning instanceof Meaning.Always(long value) ? value : null;
  }

  /** Returns the fields whose bytes this number counts, or null if it does not count bytes. */
  @Nullable Span counts() {
    return meaning instanceof Meaning.Counting(Span span) ? span : null;
  }

  /**
   * Returns the name of the list whose items this number counts, or null if it does not count
   * items.
   */
  @Nullable String itemsOf() {
    return meaning instanceof Meaning.Items(String list) ? list : null;
  }

  /**
   * Returns whether the value must be set when a message is built. This is the case if the value is
   * neither computed nor constant.
   */
  boolean isGiven() {
    return meaning == null;
  }

  @Override
  public String toString() {
    String suffix =
        switch (meaning) {
          case null -> "";
          case Meaning.Always(long value) -> " = " + coding.show(value);
          case Meaning.Counting(Span span) -> " of " + span;
          case Meaning.Items(String list) -> " items of " + list;
        };
    return FieldSyntax.head(this) + coding + suffix;
  }
}
