package switchboard.layouts;

import org.jspecify.annotations.Nullable;

/**
 * A number; perhaps one that counts the bytes of other fields or the items of a list, or that is
 * always the same.
 */
public final class NumberField extends Field {
  private final NumberEncoding coding;

  /** What is said of its value; null if nothing is. */
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
   * The same, least significant byte first.
   *
   * @throws IllegalArgumentException when it is not made of whole bytes
   */
  public NumberField littleEndian() {
    if (coding instanceof NumberEncoding.Binary binary) {
      var little = new NumberEncoding.Binary(binary.bits(), binary.signed(), true);
      return new NumberField(name(), offset(), little, meaning);
    }
    throw new IllegalArgumentException(
        "'%s' is %s, which has no byte order; leave it out".formatted(name(), coding));
  }

  /**
   * The same, which is always this; another one means that the stream is corrupt.
   *
   * @throws IllegalArgumentException when it can't be, or counts bytes already
   */
  public NumberField always(long value) {
    if (!coding.holds(value)) {
      throw new IllegalArgumentException(
          "'%s' is %s, from %s, so never %s".formatted(name(), coding, coding.range(), value));
    }
    return meaning(new Meaning.Always(value));
  }

  /**
   * The same, which counts the bytes of that field.
   *
   * @throws IllegalArgumentException when it has a sign, or means something else already
   */
  public NumberField counting(String field) {
    return counting(field, field);
  }

  /**
   * The same, which counts the bytes from one field to another, both included; perhaps itself.
   *
   * @throws IllegalArgumentException when it has a sign, or means something else already
   */
  public NumberField counting(String first, String last) {
    if (coding instanceof NumberEncoding.Binary binary && binary.signed()) {
      throw new IllegalArgumentException(
          "'%s' counts bytes, so it has no sign; make it unsigned".formatted(name()));
    }
    return meaning(new Meaning.Counting(new Span(first, last)));
  }

  /**
   * Returns the same number, which counts the items of the list of that name, as QDCOUNT of DNS
   * does (RFC 1035 §4.1.1). The list comes after it. When a message is built, the number is
   * computed; when one is read, the list ends after this many items.
   *
   * @throws IllegalArgumentException when it has a sign, or means something else already
   */
  public NumberField countingItems(String list) {
    if (coding instanceof NumberEncoding.Binary binary && binary.signed()) {
      throw new IllegalArgumentException(
          "'%s' counts items, so it has no sign; make it unsigned".formatted(name()));
    }
    return meaning(new Meaning.Items(list));
  }

  private NumberField meaning(Meaning only) {
    if (meaning != null) {
      throw new IllegalArgumentException(
          "'%s' counts, or is always the same, and only one of both; leave one out"
              .formatted(name()));
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

  /** The fewest bits that it takes. */
  int bitsMin() {
    Long always = always();
    return always == null ? coding.bitsMin() : coding.bits(always);
  }

  /** The most bits that it takes. */
  int bitsMax() {
    Long always = always();
    return always == null ? coding.bitsMax() : coding.bits(always);
  }

  /** What it always is; null if it varies. */
  @Nullable Long always() {
    return meaning instanceof Meaning.Always(long value) ? value : null;
  }

  /** What it counts the bytes of; null if it is a number of its own. */
  @Nullable Span counts() {
    return meaning instanceof Meaning.Counting(Span span) ? span : null;
  }

  /** Returns the name of the list whose items it counts, or null. */
  @Nullable String itemsOf() {
    return meaning instanceof Meaning.Items(String list) ? list : null;
  }

  /**
   * Returns whether its value is given when a message is built, and is neither computed nor fixed.
   */
  boolean isGiven() {
    return meaning == null;
  }

  @Override
  public String toString() {
    String told =
        switch (meaning) {
          case null -> "";
          case Meaning.Always(long value) -> " = " + coding.show(value);
          case Meaning.Counting(Span span) -> " of " + span;
          case Meaning.Items(String list) -> " items of " + list;
        };
    return FieldSyntax.head(this) + coding + told;
  }
}
