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
 * Goes along one message as its bytes come, and notes where its fields are; takes nothing, so that
 * a walk that is cut may begin again. Used once, by the thread that reads the source.
 */
final class MessageParser {
  private final SizingPlan plan;
  private final Source source;
  private final FieldOffsets track = new FieldOffsets();

  /** What this message is an item of; null if it is none. */
  private final @Nullable ItemList inside;

  /** The bytes of the source before this message: those of the messages that it is inside of. */
  private int base;

  /** The numbers that count where it is. */
  private final List<Count> open = new ArrayList<>();

  /** The numbers that have come and count what has not. */
  private final List<FieldOffsets.Spot> early = new ArrayList<>(1);

  /**
   * A number whose fields have begun.
   *
   * @param end where they are over, in bytes from the front of the message
   */
  private record Count(NumberField length, long end) {}

  /** How far it has come, in bits. */
  private long at;

  /**
   * A list whose items are counted.
   *
   * @param outer the message that it is in
   * @param start where it begins in that
   */
  private record ItemList(MessageParser outer, ListField list, int start) {
    /** That its items may have so many bytes from the front of the source. */
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

  /** Begins with another message, behind so many bytes of the source. */
  private void restart(int bytesBefore) {
    base = bytesBefore;
    at = 0;
    track.clear();
    open.clear();
    early.clear();
  }

  /** What has been found until now. */
  FieldOffsets track() {
    return track;
  }

  /** How many bytes it has come by. */
  int bytes() {
    return Math.toIntExact(at / Byte.SIZE);
  }

  /**
   * Waits for all of {@code fields}, and passes them.
   *
   * @throws CorruptStreamException when they make no sense
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

  /** Waits for bytes that may be those of the next field. */
  private void look(String name, long bytes) throws IOException {
    int count = Math.toIntExact(bytes);
    if (buffered() < count && !source.request(base + count)) {
      throw new UnexpectedEofException(
          "the end came after %s, inside '%s'"
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
            "'%s' is always %s, and as its byte %d came %02x"
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
          "'%s' is always %s, and %s came"
              .formatted(number.name(), number.coding().show(always), number.coding().show(value)));
    }
    Long itemsMax = plan.itemsMax(number);
    if (itemsMax != null && Long.compareUnsigned(value, itemsMax) > 0) {
      throw new CorruptStreamException(
          "'%s' counts %s of %s, which has room for %s"
              .formatted(
                  number.name(),
                  FieldSyntax.count(number.coding().show(value), "message"),
                  number.itemsOf(),
                  itemsMax));
    }
    Bounds counted = plan.counted(number);
    if (counted != null) {
      count(number, value, counted);
      if (!enterLate(number, value)) {
        early.add(track.spots().getLast());
      }
    }
  }

  private void count(NumberField number, long value, Bounds counted) throws CorruptStreamException {
    if (Long.compareUnsigned(value, counted.min()) < 0
        || Long.compareUnsigned(value, counted.max()) > 0) {
      throw new CorruptStreamException(
          "'%s' counts %s of %s; it may count %s to %s"
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
        throw new CorruptStreamException(
            "'%s' has more than the 64 bits of a number".formatted(number.name()));
      }
      value |= digit << (NumberEncoding.Varint.BITS * count);
      count++;
    } while ((next & NumberEncoding.Varint.MORE) != 0);
    if (count > 1 && next == 0) {
      throw new CorruptStreamException(
          "'%s' is %s in %s bytes, which are too many"
              .formatted(number.name(), number.coding().show(value), count));
    }
    pass(number, count * (long) Byte.SIZE, value);
  }

  private void digits(NumberField number) throws IOException {
    long value = 0;
    int count = 0;
    while (true) {
      look(number.name(), bytes() + count + 1L); // the one behind the last is looked at too
      byte next = byteAt(bytes() + count);
      if (next < '0' || next > '9') {
        break;
      }
      if (count == NumberEncoding.Digits.DIGITS_MAX || (count > 0 && value == 0)) {
        throw new CorruptStreamException(
            "'%s' has %s"
                .formatted(
                    number.name(),
                    value == 0 ? "a zero at its front" : "more than " + count + " digits"));
      }
      value = NumberEncoding.Digits.BASE * value + next - '0';
      count++;
    }
    if (count == 0) {
      throw new CorruptStreamException(
          "'%s' is a number in digits, and begins with the byte %02x"
              .formatted(number.name(), byteAt(bytes())));
    }
    requireCounted(number.name(), bytes() + (long) count);
    pass(number, count * (long) Byte.SIZE, value);
  }

  /**
   * Waits for all items of a list, and returns how many bytes they have. None goes on behind the
   * maximum of the list, nor behind what is counted around it.
   */
  private int items(ListField list, NumberField number) throws IOException {
    int start = bytes();
    long count = track.there(number.name()).value();
    int length = 0;
    var walk = new MessageParser(list.element().plan(), source, new ItemList(this, list, start));
    for (long item = 1; item <= count; item++) {
      walk.restart(base + start + length);
      try {
        walk.along(list.element().fields());
      } catch (CorruptStreamException e) {
        throw isInside(list, item, e);
      }
      length += walk.bytes();
    }
    return length;
  }

  private static CorruptStreamException isInside(
      ListField list, long item, CorruptStreamException how) {
    var corrupt =
        new CorruptStreamException(
            "message %s of '%s': %s".formatted(item, list.name(), how.getMessage()));
    corrupt.initCause(how);
    return corrupt;
  }

  /** How many bytes it has, its delimiter included. */
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

  /** Waits for the end of all. */
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
    FieldOffsets.Spot first = track.find(counts.first()); // none if it is this field
    long before = first == null ? 0 : (at - first.start()) / Byte.SIZE;
    long count = track.there(sizing.length().name()).value() - before - sizing.bytesBehind();
    if (count < content.bytesMin() || count > content.bytesMax()) {
      throw new CorruptStreamException(
          "'%s' would have %s by '%s'; it has %s to %s"
              .formatted(
                  content.name(),
                  FieldSyntax.count(count, "byte"),
                  sizing.length().name(),
                  content.bytesMin(),
                  content.bytesMax()));
    }
    return (int) count;
  }

  /** How many bytes it has, its delimiter included. */
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
        "'%s' does not end within %s"
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
          "'%s' is %s, and '%s' has no case for that"
              .formatted(choice.number(), number.shown(), choice.name()));
    }
    int spot = track.spots().size();
    track.add(new FieldOffsets.Spot(choice, at, 0, 0));
    along(chosen.fields());
    track.close(spot, at);
  }

  /** Numbers that count from this field on are heeded from here. */
  private void enter(Field field) {
    for (int i = 0; i < early.size(); i++) {
      FieldOffsets.Spot each = early.get(i);
      if (each.field() instanceof NumberField length
          && length.counts() instanceof Field.Span(String first, _)
          && first.equals(field.name())) {
        open.add(new Count(length, at / Byte.SIZE + each.value()));
        early.remove(i--);
      }
    }
  }

  /** A number that counts from before itself, or itself, is heeded as soon as it is known. */
  private boolean enterLate(NumberField length, long value) {
    Field.Span counts = length.counts();
    FieldOffsets.Spot first = counts == null ? null : track.find(counts.first());
    if (first != null) {
      open.add(new Count(length, first.start() / Byte.SIZE + value));
    }
    return first != null;
  }

  /** Where what a number counts is over, whatever else. */
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
            "'%s' counts too few bytes of %s: '%s' goes on behind them"
                .formatted(each.length.name(), each.length.counts(), name));
      }
    }
  }

  /** Whether the numbers that count to the end of this field have counted right. */
  private void leave(Field last) throws CorruptStreamException {
    for (Count each : List.copyOf(open)) {
      if (each.length.counts() instanceof Field.Span(_, String name) && name.equals(last.name())) {
        open.remove(each);
        if (at / Byte.SIZE != each.end) {
          throw new CorruptStreamException(
              "'%s' counts %s too many of %s"
                  .formatted(
                      each.length.name(),
                      FieldSyntax.count(each.end - at / Byte.SIZE, "byte"),
                      each.length.counts()));
        }
      }
    }
  }
}
