package switchboard.layouts;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.frames.CorruptStreamException;
import switchboard.layouts.SizingPlan.Bounds;
import switchboard.net.LimitExceededException;
import switchboard.net.Source;
import switchboard.net.UnexpectedEofException;

/**
 * Finds the fields of one message while the bytes of the message arrive. The parser consumes no
 * bytes of the source, so parsing can start again after a read that timed out. Used once, by the
 * thread that reads the source.
 */
final class MessageParser {
  private final SizingPlan plan;
  private final Source source;
  private final FieldOffsets track = new FieldOffsets();

  /** The list of which this message is an item, or null. */
  private final @Nullable ItemList inside;

  /**
   * The number of bytes of the source before this message; they belong to the enclosing messages.
   */
  private int base;

  /** The number fields whose values count the bytes of the current field. */
  private final List<Count> open = new ArrayList<>();

  /**
   * The number fields that were already read and that count only the bytes of fields after the
   * current field.
   */
  private final List<FieldOffsets.Spot> pending = new ArrayList<>(1);

  /**
   * A number field that counts the bytes of fields, of which the first has already begun.
   *
   * @param end the end of the counted fields, in bytes from the start of the message
   */
  private record Count(NumberField length, long end) {}

  /** The position up to which the message was parsed, in bits from the start of the message. */
  private long at;

  /**
   * A list whose items are counted.
   *
   * @param outer the parser of the message that contains the list
   * @param start the offset of the list in that message, in bytes
   */
  private record ItemList(MessageParser outer, ListField list, int start) {
    /** Checks that the items may extend to offset {@code end} of the source. */
    void requireRoom(long end) throws IOException {
      long bytes = end - outer.base - start;
      if (bytes > list.bytesMax()) {
        throw tooLong(list);
      }
      outer.requireCounted(list.name(), start + bytes);
    }
  }

  MessageParser(SizingPlan plan, Source source) {
    this(plan, source, null);
  }

  private MessageParser(SizingPlan plan, Source source, @Nullable ItemList inside) {
    this.plan = plan;
    this.source = source;
    this.inside = inside;
  }

  /** Prepares for another message, which begins after {@code bytesBefore} bytes of the source. */
  private void restart(int bytesBefore) {
    base = bytesBefore;
    at = 0;
    track.clear();
    open.clear();
    pending.clear();
  }

  /** Returns the positions of the fields that were found. */
  FieldOffsets track() {
    return track;
  }

  /** Returns the number of bytes of the fields that were found. */
  int bytes() {
    return Math.toIntExact(at / Byte.SIZE);
  }

  /**
   * Blocks until all of {@code fields} are buffered, and adds them to {@link #track}.
   *
   * @throws CorruptStreamException if the bytes do not match the fields
   */
  void along(Iterable<Field> fields) throws IOException {
    for (Field field : fields) {
      enter(field);
      switch (field) {
        case NumberField number -> number(number);
        case ContentField own -> pass(own, length(own));
        case ConstantField constant -> constant(constant);
        case ChecksumField sum -> pass(sum, ChecksumField.BYTES);
        case ChoiceField choice -> choose(choice);
      }
      leave(field);
    }
  }

  private int buffered() {
    return source.buffered() - base;
  }

  private byte byteAt(int index) {
    return source.byteAt(base + index);
  }

  private void await(String name, long bytes) throws IOException {
    requireCounted(name, bytes);
    look(name, bytes);
  }

  /**
   * Blocks until {@code bytes} bytes are buffered. The last of these bytes may belong to the next
   * field.
   */
  private void look(String name, long bytes) throws IOException {
    int count = Math.toIntExact(bytes);
    if (buffered() < count && !source.request(base + count)) {
      throw new UnexpectedEofException(
          "unexpected end of the data after %s, inside '%s'"
              .formatted(FieldSyntax.count(source.buffered(), "byte"), name));
    }
  }

  private void pass(Field field, int bytes) throws IOException {
    await(field.name(), at / Byte.SIZE + bytes);
    pass(field, bytes * (long) Byte.SIZE, 0);
  }

  private void pass(Field field, long bits, long value) {
    track.add(new FieldOffsets.Spot(field, at, bits, value));
    at += bits;
  }

  private void constant(ConstantField constant) throws IOException {
    byte[] expected = constant.bytes();
    for (int i = 0; i < expected.length; i++) {
      await(constant.name(), bytes() + i + 1L);
      if (byteAt(bytes() + i) != expected[i]) {
        throw new CorruptStreamException(
            "'%s' must be %s, but its byte %d is 0x%02x"
                .formatted(
                    constant.name(), FieldSyntax.quoted(expected), i + 1, byteAt(bytes() + i)));
      }
    }
    pass(constant, expected.length);
  }

  private void number(NumberField number) throws IOException {
    switch (number.coding()) {
      case NumberEncoding.Binary binary -> binary(number, binary);
      case NumberEncoding.Varint _ -> varint(number);
      case NumberEncoding.Digits _ -> digits(number);
    }
    long value = track.spots().getLast().value();
    Long always = number.always();
    if (always != null && value != always) {
      throw new CorruptStreamException(
          "'%s' must be %s, not %s"
              .formatted(number.name(), number.coding().show(always), number.coding().show(value)));
    }
    Long itemsMax = plan.itemsMax(number);
    if (itemsMax != null && Long.compareUnsigned(value, itemsMax) > 0) {
      throw new CorruptStreamException(
          "'%s' counts %s of %s, more than the maximum of %s"
              .formatted(
                  number.name(),
                  FieldSyntax.count(number.coding().show(value), "item"),
                  number.itemsOf(),
                  itemsMax));
    }
    Bounds counted = plan.counted(number);
    if (counted != null) {
      count(number, value, counted);
      if (!openIfBegun(number, value)) {
        pending.add(track.spots().getLast());
      }
    }
  }

  private void count(NumberField number, long value, Bounds counted) throws CorruptStreamException {
    if (Long.compareUnsigned(value, counted.min()) < 0
        || Long.compareUnsigned(value, counted.max()) > 0) {
      throw new CorruptStreamException(
          "'%s' counts %s of %s, out of range (%s to %s)"
              .formatted(
                  number.name(),
                  FieldSyntax.count(number.coding().show(value), "byte"),
                  number.counts(),
                  counted.min(),
                  counted.max()));
    }
  }

  private void binary(NumberField number, NumberEncoding.Binary binary) throws IOException {
    int bit = (int) (at % Byte.SIZE);
    int bytes = Math.ceilDiv(bit + binary.bits(), Byte.SIZE);
    await(number.name(), at / Byte.SIZE + bytes);
    var order = binary.littleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long all =
        source.numberAt(base + bytes(), bytes, order) >>> (bytes * Byte.SIZE - bit - binary.bits());
    int unused = Long.SIZE - binary.bits();
    pass(
        number,
        binary.bits(),
        binary.signed() ? all << unused >> unused : all << unused >>> unused);
  }

  private void varint(NumberField number) throws IOException {
    long value = 0;
    int count = 0;
    int next;
    do {
      await(number.name(), bytes() + count + 1L);
      next = byteAt(bytes() + count) & 0xFF;
      long digit = next & (NumberEncoding.Varint.MORE - 1);
      if (count == NumberEncoding.Varint.BYTES_MAX - 1 && next > 1) {
        throw new CorruptStreamException("'%s' exceeds 64 bits".formatted(number.name()));
      }
      value |= digit << (NumberEncoding.Varint.BITS * count);
      count++;
    } while ((next & NumberEncoding.Varint.MORE) != 0);
    if (count > 1 && next == 0) {
      throw new CorruptStreamException(
          "'%s' encodes %s in %s bytes, more than required"
              .formatted(number.name(), number.coding().show(value), count));
    }
    pass(number, count * (long) Byte.SIZE, value);
  }

  private void digits(NumberField number) throws IOException {
    long value = 0;
    int count = 0;
    while (true) {
      look(number.name(), bytes() + count + 1L); // the byte after the last digit is examined too
      byte next = byteAt(bytes() + count);
      if (next < '0' || next > '9') {
        break;
      }
      if (count == NumberEncoding.Digits.DIGITS_MAX || (count > 0 && value == 0)) {
        throw new CorruptStreamException(
            "'%s' has %s"
                .formatted(
                    number.name(),
                    value == 0 ? "a leading zero" : "more than " + count + " digits"));
      }
      value = NumberEncoding.Digits.BASE * value + next - '0';
      count++;
    }
    if (count == 0) {
      throw new CorruptStreamException(
          "'%s' must begin with a digit, not with byte 0x%02x"
              .formatted(number.name(), byteAt(bytes())));
    }
    requireCounted(number.name(), bytes() + (long) count);
    pass(number, count * (long) Byte.SIZE, value);
  }

  /**
   * Blocks until all items of a list are buffered, and returns their length in bytes. No item may
   * extend beyond the maximum of the list, or beyond the end of the bytes that a number field of an
   * enclosing message counts.
   */
  private int items(ListField list, NumberField number) throws IOException {
    int start = bytes();
    long count = track.there(number.name()).value();
    int length = 0;
    var parser = new MessageParser(list.element().plan(), source, new ItemList(this, list, start));
    for (long item = 1; item <= count; item++) {
      parser.restart(base + start + length);
      try {
        parser.along(list.element().fields());
      } catch (CorruptStreamException e) {
        throw atItem(list, item, e);
      }
      length += parser.bytes();
    }
    return length;
  }

  private static CorruptStreamException atItem(
      ListField list, long item, CorruptStreamException cause) {
    var corrupt =
        new CorruptStreamException(
            "item %s of '%s': %s".formatted(item, list.name(), cause.getMessage()));
    corrupt.initCause(cause);
    return corrupt;
  }

  /**
   * Blocks until a field is buffered, and returns the length of the field and its delimiter in
   * bytes.
   */
  private int length(ContentField content) throws IOException {
    NumberField itemCount = content instanceof ListField list ? plan.itemCount(list) : null;
    if (itemCount != null) {
      return items((ListField) content, itemCount);
    }
    if (content.isDelimited()) {
      return delimited(content);
    }
    return content.isOpen() ? open(content) : sized(content);
  }

  /** Blocks until EOF, and returns the length of a field that extends to EOF. */
  private int open(ContentField content) throws IOException {
    do {
      requireCounted(content.name(), buffered());
      if (buffered() - bytes() > content.bytesMax()) {
        throw tooLong(content);
      }
    } while (source.request(base + buffered() + 1));
    return buffered() - bytes();
  }

  private int sized(ContentField content) throws CorruptStreamException {
    if (content.isFixed()) {
      return content.bytesMin();
    }
    SizingPlan.Sizing sizing = plan.sizing(content);
    Field.Span counts = sizing.length().counts();
    if (counts == null) {
      throw new AssertionError(sizing);
    }
    FieldOffsets.Spot first = track.find(counts.first()); // null if this field is the first
    long before = first == null ? 0 : (at - first.start()) / Byte.SIZE;
    long count = track.there(sizing.length().name()).value() - before - sizing.bytesBehind();
    if (count < content.bytesMin() || count > content.bytesMax()) {
      throw new CorruptStreamException(
          "'%s' would have %s according to '%s', out of range (%s to %s)"
              .formatted(
                  content.name(),
                  FieldSyntax.count(count, "byte"),
                  sizing.length().name(),
                  content.bytesMin(),
                  content.bytesMax()));
    }
    return (int) count;
  }

  /**
   * Blocks until a field is buffered, and returns the length of the field and its delimiter in
   * bytes.
   */
  private int delimited(ContentField content) throws IOException {
    byte[] delimiter = content.delimiter();
    int start = bytes();
    int seen = start;
    while (true) {
      long most = Math.min(start + (long) content.bytesMax() + delimiter.length, end());
      int limit = (int) Math.min(buffered(), most);
      int end = find(delimiter, seen, limit);
      if (end >= 0) {
        return end + delimiter.length - start;
      }
      if (limit - start == (long) content.bytesMax() + delimiter.length) {
        throw tooLong(content);
      }
      seen = Math.max(start, limit - delimiter.length + 1);
      await(content.name(), buffered() + 1L);
    }
  }

  private static LimitExceededException tooLong(ContentField content) {
    return new LimitExceededException(
        "'%s' exceeds its maximum of %s"
            .formatted(content.name(), FieldSyntax.count(content.bytesMax(), "byte")));
  }

  private int find(byte[] delimiter, int from, int to) {
    for (int begin = from; begin <= to - delimiter.length; begin++) {
      int limit = base + to - delimiter.length + 1;
      begin = source.indexOf(delimiter[0], base + begin, limit) - base;
      if (begin < 0 || isThere(delimiter, begin)) {
        return begin;
      }
    }
    return -1;
  }

  private boolean isThere(byte[] delimiter, int begin) {
    for (int i = 1; i < delimiter.length; i++) {
      if (byteAt(begin + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private void choose(ChoiceField choice) throws IOException {
    FieldOffsets.Spot number = track.there(choice.number());
    ChoiceField.Case chosen = choice.choose(number.value());
    if (chosen == null) {
      throw new CorruptStreamException(
          "'%s' has no case for '%s' = %s"
              .formatted(choice.name(), choice.number(), number.shown()));
    }
    int spot = track.spots().size();
    track.add(new FieldOffsets.Spot(choice, at, 0, 0));
    along(chosen.fields());
    track.close(spot, at);
  }

  /**
   * Moves number fields from {@link #pending} to {@link #open}: those whose first counted field is
   * {@code field}.
   */
  private void enter(Field field) {
    for (int i = 0; i < pending.size(); i++) {
      FieldOffsets.Spot each = pending.get(i);
      if (each.field() instanceof NumberField length
          && length.counts() instanceof Field.Span(String first, _)
          && first.equals(field.name())) {
        open.add(new Count(length, at / Byte.SIZE + each.value()));
        pending.remove(i--);
      }
    }
  }

  /**
   * If the number counts its own bytes or those of earlier fields, adds it to {@link #open} and
   * returns true. Otherwise, returns false.
   */
  private boolean openIfBegun(NumberField length, long value) {
    Field.Span counts = length.counts();
    FieldOffsets.Spot first = counts == null ? null : track.find(counts.first());
    if (first != null) {
      open.add(new Count(length, first.start() / Byte.SIZE + value));
    }
    return first != null;
  }

  /**
   * Returns the smallest end offset of the number fields in {@link #open}, in bytes from the start
   * of the message.
   */
  private long end() {
    return open.stream().mapToLong(Count::end).min().orElse(Long.MAX_VALUE);
  }

  private void requireCounted(String name, long bytes) throws IOException {
    if (inside != null) {
      inside.requireRoom(base + bytes);
    }
    for (Count each : open) {
      if (bytes > each.end) {
        throw new CorruptStreamException(
            "'%s' counts too few bytes for %s: '%s' extends beyond them"
                .formatted(each.length.name(), each.length.counts(), name));
      }
    }
  }

  /**
   * Removes the number fields whose last counted field is {@code last} from {@link #open}, and
   * checks their values.
   */
  private void leave(Field last) throws CorruptStreamException {
    for (Count each : List.copyOf(open)) {
      if (each.length.counts() instanceof Field.Span(_, String name) && name.equals(last.name())) {
        open.remove(each);
        if (at / Byte.SIZE != each.end) {
          throw new CorruptStreamException(
              "'%s' counts %s more than %s has"
                  .formatted(
                      each.length.name(),
                      FieldSyntax.count(each.end - at / Byte.SIZE, "byte"),
                      each.length.counts()));
        }
      }
    }
  }
}
