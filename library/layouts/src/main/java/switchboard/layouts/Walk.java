package switchboard.layouts;

import java.io.IOException;
import java.nio.ByteOrder;
import switchboard.frames.CorruptStreamException;
import switchboard.layouts.Plan.Bounds;
import switchboard.net.Source;
import switchboard.net.TooLongException;
import switchboard.net.TruncatedException;

/**
 * Goes along one message as its bytes come, and notes where its fields are; takes nothing, so that
 * a walk that is cut may begin again. Used once, by the thread that reads the source.
 */
final class Walk {
  private final Plan plan;
  private final Source source;
  private final Track track = new Track();

  /** How far it has come, in bits. */
  private long at;

  Walk(Plan plan, Source source) {
    this.plan = plan;
    this.source = source;
  }

  /** What has been found until now. */
  Track track() {
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
      switch (field) {
        case NumberField number -> number(number);
        case BytesField bytes -> pass(bytes, bytes.isDelimited() ? delimited(bytes) : sized(bytes));
        case ConstantField constant -> constant(constant);
        case ChecksumField sum -> pass(sum, ChecksumField.BYTES);
        case ChoiceField choice -> choose(choice);
      }
      compare(field);
    }
  }

  private void await(String name, long bytes) throws IOException {
    int count = Math.toIntExact(bytes);
    if (source.buffered() < count && !source.request(count)) {
      throw new TruncatedException(
          "the stream ended after %s bytes of a message, inside '%s'"
              .formatted(source.buffered(), name));
    }
  }

  private void pass(Field field, int bytes) throws IOException {
    await(field.name(), at / Byte.SIZE + bytes);
    pass(field, bytes * (long) Byte.SIZE, 0);
  }

  private void pass(Field field, long bits, long value) {
    track.add(new Track.Spot(field, at, bits, value));
    at += bits;
  }

  private void constant(ConstantField constant) throws IOException {
    byte[] expected = constant.bytes();
    for (int i = 0; i < expected.length; i++) {
      await(constant.name(), bytes() + i + 1L);
      if (source.byteAt(bytes() + i) != expected[i]) {
        throw new CorruptStreamException(
            "'%s' is always %s, and as its byte %d came %02x"
                .formatted(
                    constant.name(), Names.quoted(expected), i + 1, source.byteAt(bytes() + i)));
      }
    }
    pass(constant, expected.length);
  }

  private void number(NumberField number) throws IOException {
    switch (number.coding()) {
      case Coding.Binary binary -> binary(number, binary);
      case Coding.Varint _ -> varint(number);
      case Coding.Digits _ -> digits(number);
    }
    long value = track.spots().getLast().value();
    Long always = number.always();
    if (always != null && value != always) {
      throw new CorruptStreamException(
          "'%s' is always %s, and %s came"
              .formatted(number.name(), number.coding().show(always), number.coding().show(value)));
    }
    Bounds counted = plan.counted(number);
    if (counted != null) {
      count(number, value, counted);
    }
  }

  private void count(NumberField number, long value, Bounds counted) throws CorruptStreamException {
    if (Long.compareUnsigned(value, counted.min()) < 0
        || Long.compareUnsigned(value, counted.max()) > 0) {
      throw new CorruptStreamException(
          "'%s' counts %s bytes of %s; there are %s to %s"
              .formatted(
                  number.name(),
                  number.coding().show(value),
                  number.counts(),
                  counted.min(),
                  counted.max()));
    }
  }

  private void binary(NumberField number, Coding.Binary binary) throws IOException {
    int bit = (int) (at % Byte.SIZE);
    int bytes = Math.ceilDiv(bit + binary.bits(), Byte.SIZE);
    await(number.name(), at / Byte.SIZE + bytes);
    var order = binary.littleEndian() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    long all = source.numberAt(bytes(), bytes, order) >>> (bytes * Byte.SIZE - bit - binary.bits());
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
      next = source.byteAt(bytes() + count) & 0xFF;
      long digit = next & (Coding.Varint.MORE - 1);
      if (count == Coding.Varint.BYTES_MAX - 1 && next > 1) {
        throw new CorruptStreamException(
            "'%s' has more than the 64 bits of a number".formatted(number.name()));
      }
      value |= digit << (Coding.Varint.BITS * count);
      count++;
    } while ((next & Coding.Varint.MORE) != 0);
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
      await(number.name(), bytes() + count + 1L);
      byte next = source.byteAt(bytes() + count);
      if (next < '0' || next > '9') {
        break;
      }
      if (count == Coding.Digits.DIGITS_MAX || (count > 0 && value == 0)) {
        throw new CorruptStreamException(
            "'%s' has %s"
                .formatted(
                    number.name(),
                    value == 0 ? "a zero at its front" : "more than " + count + " digits"));
      }
      value = Coding.Digits.BASE * value + next - '0';
      count++;
    }
    if (count == 0) {
      throw new CorruptStreamException(
          "'%s' is a number in digits, and begins with the byte %02x"
              .formatted(number.name(), source.byteAt(bytes())));
    }
    pass(number, count * (long) Byte.SIZE, value);
  }

  private int sized(BytesField bytes) throws CorruptStreamException {
    if (bytes.isFixed()) {
      return bytes.bytesMin();
    }
    Plan.Sizing sizing = plan.sizing(bytes);
    Field.Range counts = sizing.length().counts();
    if (counts == null) {
      throw new AssertionError(sizing);
    }
    Track.Spot first = track.find(counts.first()); // none if it is this field
    long before = first == null ? 0 : (at - first.start()) / Byte.SIZE;
    long count = track.there(sizing.length().name()).value() - before - sizing.bytesBehind();
    if (count < bytes.bytesMin() || count > bytes.bytesMax()) {
      throw new CorruptStreamException(
          "'%s' would have %s bytes by '%s'; it has %s to %s"
              .formatted(
                  bytes.name(), count, sizing.length().name(), bytes.bytesMin(), bytes.bytesMax()));
    }
    return (int) count;
  }

  /** How many bytes it has, its delimiter included. */
  private int delimited(BytesField bytes) throws IOException {
    byte[] delimiter = bytes.delimiter();
    int start = bytes();
    int seen = start;
    while (true) {
      int limit =
          (int) Math.min(source.buffered(), start + (long) bytes.bytesMax() + delimiter.length);
      int end = find(delimiter, seen, limit);
      if (end >= 0) {
        return end + delimiter.length - start;
      }
      if (limit - start == (long) bytes.bytesMax() + delimiter.length) {
        throw new TooLongException(
            "'%s' does not end within %s bytes".formatted(bytes.name(), bytes.bytesMax()));
      }
      seen = Math.max(start, limit - delimiter.length + 1);
      await(bytes.name(), source.buffered() + 1L);
    }
  }

  private int find(byte[] delimiter, int from, int to) {
    for (int begin = from; begin <= to - delimiter.length; begin++) {
      begin = source.indexOf(delimiter[0], begin, to - delimiter.length + 1);
      if (begin < 0 || isThere(delimiter, begin)) {
        return begin;
      }
    }
    return -1;
  }

  private boolean isThere(byte[] delimiter, int begin) {
    for (int i = 1; i < delimiter.length; i++) {
      if (source.byteAt(begin + i) != delimiter[i]) {
        return false;
      }
    }
    return true;
  }

  private void choose(ChoiceField choice) throws IOException {
    long value = track.there(choice.number()).value();
    ChoiceField.Case chosen = choice.choose(value);
    if (chosen == null) {
      throw new CorruptStreamException(
          "'%s' is %s, and '%s' has no case for that"
              .formatted(choice.number(), Long.toUnsignedString(value), choice.name()));
    }
    int spot = track.spots().size();
    track.add(new Track.Spot(choice, at, 0, 0));
    along(chosen.fields());
    track.close(spot, at);
  }

  /** Whether a number before has counted right, if it counts to the end of this field. */
  private void compare(Field last) throws CorruptStreamException {
    for (Track.Spot each : track.spots()) {
      if (each.field() instanceof NumberField length
          && length.counts() instanceof Field.Range(String from, String to)
          && to.equals(last.name())) {
        long counted = (at - track.there(from).start()) / Byte.SIZE;
        if (counted != each.value()) {
          throw new CorruptStreamException(
              "'%s' counts %s bytes of %s, which have %s"
                  .formatted(
                      length.name(), length.coding().show(each.value()), length.counts(), counted));
        }
      }
    }
  }
}
