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
 * What a message looks like: its fields in their order. A layout that can't be fails when it is
 * built, with a sentence that says what to change; out of one that can come its codec, its picture,
 * a dump of real bytes, and messages at random for tests.
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
 * <p>Immutable; any thread.
 */
public final class Layout {
  private final List<Field> fields;
  private final SizingPlan plan;

  private final Map<String, List<Field>> named;

  /** As {@link #toString} gives it: two layouts with the same one are the same. */
  private final String text;

  private Layout(List<Field> fields) {
    this.fields = fields;
    this.plan = SizingPlan.of(fields);
    this.named = named(fields).collect(Collectors.groupingBy(Field::name));
    this.text = fields.stream().map(Field::toString).collect(Collectors.joining(", "));
  }

  /**
   * Messages of these fields.
   *
   * @throws IllegalArgumentException when there can't be such messages, with what to change
   */
  public static Layout of(Field... fields) {
    return new Layout(List.of(fields));
  }

  /**
   * Messages of these fields.
   *
   * @throws IllegalArgumentException when there can't be such messages, with what to change
   */
  public static Layout of(List<Field> fields) {
    return new Layout(List.copyOf(fields));
  }

  /**
   * Messages as they are described in text (docs/layouts.md).
   *
   * @throws IllegalArgumentException when it is no layout, or an impossible one; says where
   */
  public static Layout parse(String text) {
    return new Layout(new LayoutParser(text).fields());
  }

  /** Its fields in their order. */
  public List<Field> fields() {
    return fields;
  }

  SizingPlan plan() {
    return plan;
  }

  /** Whether a message may go to the end of the stream, which has no other then. */
  boolean isOpen() {
    return plan.isOpen();
  }

  /** The fewest bytes that a message may have. */
  public int bytesMin() {
    return Math.toIntExact(plan.whole().min());
  }

  /** The most bytes that a message may have. */
  public int bytesMax() {
    return Math.toIntExact(plan.whole().max());
  }

  /**
   * Its messages out of a stream and into it; blocks and fails as {@link Codec} says. Each has
   * bytes of its own, to keep. A {@link switchboard.frames.CorruptStreamException} names the field
   * that makes no sense, as a {@link switchboard.net.LimitExceededException} does one that lacks
   * its delimiter; the stream is over then. A sum, a text or a list that is wrong is a {@link
   * switchboard.net.BadMessageException}, and the next message follows.
   */
  public Codec<Frame> codec() {
    return new LayoutCodec(this, true);
  }

  /**
   * Its messages as records: each component is the field of its name. It must have one for each
   * field that is not always the same, and that is no length or sum; lengths and sums are computed.
   * A number is a {@code long}, {@code int}, {@code short}, {@code byte} or, of one bit, a {@code
   * boolean}; text is a {@code String}; bytes are a {@link Slice} or a {@code byte[]}; a list is a
   * {@code List} of records, which are made in the same way.
   *
   * <p>A record whose constructor throws is a bad message. A lookup is asked for instead of opening
   * the package of the record.
   *
   * @param lookup may call the constructor of {@code type}: {@code MethodHandles.lookup()}
   * @throws IllegalArgumentException when record and layout don't fit, with what to change
   */
  public <R extends Record> Codec<R> codec(MethodHandles.Lookup lookup, Class<R> type) {
    return codec(new RecordMapping<>(this, lookup, type));
  }

  private <R extends Record> Codec<R> codec(RecordMapping<R> records) {
    return new LayoutCodec(this, false).map(records::record, records::frame);
  }

  /** A message to be made: give each of its fields what it is to be, then make it. */
  public FrameBuilder frame() {
    return new FrameBuilder(this);
  }

  /** A message at random, from the shortest to 64 KiB a field, or its minimum: for tests. */
  public Frame random(RandomGenerator random) {
    return RandomMessage.of(this, random);
  }

  /**
   * Returns a generator of random records: each is the mapping of a random message of this layout,
   * for tests of its codec.
   *
   * @throws IllegalArgumentException as {@link #codec(MethodHandles.Lookup, Class)}; also when the
   *     record has an array, since such records are not equal by value
   */
  public <R extends Record> Function<RandomGenerator, R> randomRecords(
      MethodHandles.Lookup lookup, Class<R> type) {
    var records = new RecordMapping<>(this, lookup, type);
    records.requireEqualByValue();
    return records::random;
  }

  /** A picture of it in the manner of RFC 791, 32 bits a row, and what is to know of each field. */
  public String diagram() {
    return new Diagram(this).toString();
  }

  /** A message whose fields have been found in {@code bytes}. */
  Frame frame(FieldOffsets track, Slice bytes) {
    return new Frame(this, track, bytes);
  }

  /** The fields of that name: in several cases there may be one each. */
  List<Field> named(String name) {
    return named.getOrDefault(name, List.of());
  }

  /** All fields, those of choices too. */
  static Stream<Field> named(List<Field> fields) {
    return fields.stream()
        .flatMap(each ->
            each instanceof ChoiceField choice
                ? Stream.concat(
                    Stream.of(each), choice.cases().stream().flatMap(one -> named(one.fields())))
                : Stream.of(each));
  }

  /** The same fields in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Layout that && text.equals(that.text));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return text;
  }
}
