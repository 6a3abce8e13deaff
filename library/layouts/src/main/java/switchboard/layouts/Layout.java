package switchboard.layouts;

import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import switchboard.frames.Codec;
import switchboard.net.Slice;

/**
 * A description of the fields of a message, in their order. A layout is checked when it is built:
 * if no message can have its fields, an {@link IllegalArgumentException} is thrown, with a message
 * that says what to change. A layout can create a codec, a diagram, and random messages for tests.
 * A {@link Dissector} uses it to split received bytes into fields.
 *
 * <pre>{@code
 * Layout packet = Layout.of(
 *     Field.constant("magic", (byte) 'S', (byte) 'B'),
 *     Field.unsigned("version", 4),
 *     Field.unsigned("flags", 4),
 *     Field.unsigned("length", 16).counting("body"),
 *     Field.bytes("body").max(1, Size.KIB),
 *     Field.crc32c("sum"));
 *
 * Layout same = Layout.parse("""
 *     magic: "SB", version: u4, flags: u4
 *     length: u16 of body
 *     body: bytes ..1KiB
 *     sum: crc32c
 *     """);
 * }</pre>
 *
 * <p>Immutable and safe for use by any number of threads.
 *
 * @since 0.1.0
 */
public final class Layout {
  private final List<Field> fields;
  private final SizingPlan plan;

  private final Map<String, List<Field>> named;

  /** The result of {@link #toString}; layouts with the same text are equal. */
  private final String text;

  private Layout(List<Field> fields) {
    this.fields = fields;
    this.plan = SizingPlan.of(fields);
    this.named = named(fields).collect(Collectors.groupingBy(Field::name));
    this.text = fields.stream().map(Field::toString).collect(Collectors.joining(", "));
  }

  /**
   * Returns a layout of these fields.
   *
   * @param fields the fields in their order, at least one
   * @return the layout
   * @throws IllegalArgumentException if no message can have these fields; the message says what to
   *     change
   */
  public static Layout of(Field... fields) {
    return new Layout(List.of(fields));
  }

  /**
   * Returns a layout of these fields.
   *
   * @param fields the fields in their order, at least one; the list is copied
   * @return the layout
   * @throws IllegalArgumentException if no message can have these fields; the message says what to
   *     change
   */
  public static Layout of(List<Field> fields) {
    return new Layout(List.copyOf(fields));
  }

  /**
   * Parses the text form of a layout. docs/layouts.md describes the syntax.
   *
   * @param text fields as {@code NAME: TYPE}, separated by commas or new lines
   * @return the layout
   * @throws IllegalArgumentException if the syntax is wrong or no message can have these fields;
   *     the message of the exception says what to change, and where
   */
  public static Layout parse(String text) {
    return new Layout(new LayoutParser(text).fields());
  }

  /** {@return the fields in their order; an unmodifiable list} */
  public List<Field> fields() {
    return fields;
  }

  SizingPlan plan() {
    return plan;
  }

  /**
   * Returns whether a message may extend to EOF. A stream of such messages has only one message.
   */
  boolean isOpen() {
    return plan.isOpen();
  }

  /** {@return the minimum length of a message in bytes} */
  public int bytesMin() {
    return Math.toIntExact(plan.whole().min());
  }

  /** {@return the maximum length of a message in bytes} */
  public int bytesMax() {
    return Math.toIntExact(plan.whole().max());
  }

  /**
   * Returns a codec of {@link Frame} objects. Each frame that is read has its own copy of the
   * bytes, and therefore stays valid when further frames are read.
   *
   * <p>Reading throws {@link switchboard.frames.CorruptStreamException} if the bytes do not match
   * the layout, and {@link switchboard.net.LimitExceededException} if a field reaches its maximum
   * length before its delimiter arrives. After either exception, no further message can be read
   * from the stream. Reading throws {@link switchboard.net.BadMessageException} if a checksum, a
   * text or a list is invalid; after that, the next message can be read. The text of each exception
   * names the field.
   *
   * @return the codec
   */
  public Codec<Frame> codec() {
    return new LayoutCodec(this, true);
  }

  /**
   * Returns a codec of records. Each component of the record has the value of the field with the
   * corresponding name: the component {@code keyKind} corresponds to the field {@code key-kind} or
   * {@code keyKind}. The record must have a component for each field, except for constants,
   * lengths, item counts and checksums, which the codec computes.
   *
   * <p>The type of a component is {@code long}, {@code int}, {@code short} or {@code byte} for a
   * number, or {@code boolean} for a number of one bit; {@code String} for text; {@link Slice} or
   * {@code byte[]} for bytes; and a {@code List} of records for a list. The layout must not contain
   * choices.
   *
   * <p>If the constructor of the record throws a {@link RuntimeException}, reading throws {@link
   * switchboard.net.BadMessageException}. Reading also throws the exceptions that are described for
   * {@link #codec()}. The package of the record need not be open to this module, because {@code
   * lookup} provides the access.
   *
   * @param lookup a lookup with access to the constructor of {@code type}, such as {@code
   *     MethodHandles.lookup()}
   * @param type the class of the record
   * @param <R> the type of the record
   * @return the codec. Create it once and reuse it, because creating a codec of records uses
   *     reflection
   * @throws IllegalArgumentException if the record does not match the layout or the lookup has no
   *     access to it; the message says what to change
   */
  public <R extends Record> Codec<R> codec(MethodHandles.Lookup lookup, Class<R> type) {
    return codec(new RecordMapping<>(this, lookup, type));
  }

  private <R extends Record> Codec<R> codec(RecordMapping<R> records) {
    return new LayoutCodec(this, false).map(records::record, records::frame);
  }

  /**
   * {@return a builder of one message; set the value of each field with its {@code with} methods}
   */
  public FrameBuilder frame() {
    return new FrameBuilder(this);
  }

  /**
   * Returns a random message, for tests. Extreme values and lengths are more frequent than in a
   * uniform distribution. A field has at most 64 KiB, unless its minimum length is greater.
   *
   * @param random the source of randomness; generators with the same seed produce the same message
   * @return a valid message of this layout
   */
  public Frame random(RandomGenerator random) {
    return RandomMessage.of(this, random);
  }

  /**
   * Returns a function that generates random records for tests of a codec. Each record is made from
   * a random message of this layout.
   *
   * @param lookup a lookup with access to the constructor of {@code type}, such as {@code
   *     MethodHandles.lookup()}
   * @param type the class of the record
   * @param <R> the type of the record
   * @return a function from a source of randomness to a record
   * @throws IllegalArgumentException if {@link #codec(MethodHandles.Lookup, Class)} would throw
   *     this exception, or if a component of the record is an array, because records with arrays
   *     are not compared by value
   */
  public <R extends Record> Function<RandomGenerator, R> randomRecords(
      MethodHandles.Lookup lookup, Class<R> type) {
    var records = new RecordMapping<>(this, lookup, type);
    records.requireEqualByValue();
    return records::random;
  }

  /**
   * {@return a diagram as in RFC 791, with 32 bits per row, followed by a description of each
   * field}
   */
  public String diagram() {
    return new Diagram(this).toString();
  }

  /**
   * Returns the message with the bytes {@code bytes}. The parser has found the positions {@code
   * track} of its fields.
   */
  Frame frame(FieldOffsets track, Slice bytes) {
    return new Frame(this, track, bytes);
  }

  /**
   * Returns all fields of one name. There may be several, because each case of a choice may contain
   * a field of that name.
   */
  List<Field> named(String name) {
    return named.getOrDefault(name, List.of());
  }

  /** Returns all fields, including those inside choices. */
  static Stream<Field> named(List<Field> fields) {
    return fields.stream()
        .flatMap(each ->
            each instanceof ChoiceField choice
                ? Stream.concat(
                    Stream.of(each), choice.cases().stream().flatMap(one -> named(one.fields())))
                : Stream.of(each));
  }

  /** Returns whether {@code other} is a layout of the same fields in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Layout that && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** {@return this layout in the syntax that {@link #parse} accepts} */
  @Override
  public String toString() {
    return text;
  }
}
