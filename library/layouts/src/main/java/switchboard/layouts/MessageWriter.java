package switchboard.layouts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import switchboard.layouts.LayoutPath.Stretch;
import switchboard.net.Slice;

/** Encodes the fields of one message. Used once, by one thread. */
final class MessageWriter {
  private final FrameBuilder given;
  private final List<Field> leaves = new ArrayList<>();
  private final Map<String, Stretch> stretches = new HashMap<>();
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final FieldOffsets track = new FieldOffsets();
  private byte[] bytes = new byte[0];

  /** Creates a writer of a message with the given values. */
  MessageWriter(FrameBuilder given) {
    this.given = given;
  }

  /** Selects the cases of choices and encodes the message. */
  Frame frame(Layout layout) {
    decide(layout.fields());
    long bits = 0;
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      bits += bits(leaf);
    }
    bytes = new byte[Math.toIntExact(bits / Byte.SIZE)];
    lay(layout.fields(), 0);
    sum();
    return layout.frame(track, Slice.of(bytes));
  }

  private void decide(List<Field> fields) {
    for (Field field : fields) {
      int first = leaves.size();
      if (field instanceof ChoiceField choice) {
        decide(chosen(choice).fields());
      } else {
        leaves.add(field);
      }
      stretches.put(field.name(), new Stretch(first, leaves.size()));
    }
  }

  private ChoiceField.Case chosen(ChoiceField choice) {
    var number = (NumberField) leaves.get(stretch(choice.number()).first());
    long value = given.need(number);
    ChoiceField.Case chosen = choice.choose(value);
    if (chosen == null) {
      throw new IllegalArgumentException(
          "'%s' has no case for '%s' = %s"
              .formatted(choice.name(), number.name(), number.coding().show(value)));
    }
    return chosen;
  }

  private Stretch stretch(String name) {
    return Objects.requireNonNull(stretches.get(name), name);
  }

  private long bits(int leaf) {
    Long before = sizes.get(leaf);
    if (before != null) {
      // without this, numbers that count each other's bytes would be computed repeatedly
      return before;
    }
    long bits = computed(leaves.get(leaf));
    sizes.put(leaf, bits);
    return bits;
  }

  private long computed(Field leaf) {
    return switch (leaf) {
      case NumberField number when number.coding().bitsMin() == number.coding().bitsMax() ->
          // the value is not computed here, because computing it may take much time
          number.coding().bitsMin();
      case NumberField number -> number.coding().bits(value(number));
      case ContentField own ->
          Byte.SIZE * ((long) given.need(own).length() + own.delimiter().length);
      case ConstantField constant -> Byte.SIZE * (long) constant.bytes().length;
      case ChecksumField _ -> Byte.SIZE * ChecksumField.BYTES;
      case ChoiceField choice -> throw new AssertionError(choice);
    };
  }

  private long value(NumberField number) {
    String list = number.itemsOf();
    if (list != null) {
      return given.needItems((ListField) leaves.get(stretch(list).first()));
    }
    Field.Span counts = number.counts();
    if (counts == null) {
      Long always = number.always();
      return always == null ? given.need(number) : always;
    }
    long bits = 0;
    for (int leaf = stretch(counts.first()).first(); leaf < stretch(counts.last()).end(); leaf++) {
      bits += bits(leaf);
    }
    return bits / Byte.SIZE;
  }

  /**
   * Encodes {@code fields} from bit {@code start} of the message on, and returns the position of
   * the bit after the encoded fields.
   */
  private long lay(List<Field> fields, long start) {
    long at = start;
    for (Field field : fields) {
      if (field instanceof ChoiceField choice) {
        int spot = track.spots().size();
        track.add(new FieldOffsets.Spot(choice, at, 0, 0));
        at = lay(chosen(choice).fields(), at);
        track.close(spot, at);
      } else {
        long bits = bits(stretch(field.name()).first());
        long value = field instanceof NumberField number ? value(number) : 0;
        track.add(new FieldOffsets.Spot(field, at, bits, value));
        lay(field, at, value);
        at += bits;
      }
    }
    return at;
  }

  private void lay(Field leaf, long at, long value) {
    int start = Math.toIntExact(at / Byte.SIZE);
    switch (leaf) {
      case NumberField number -> lay(number, at, value);
      case ContentField own -> {
        Slice content = given.need(own);
        content.copyTo(0, bytes, start, content.length());
        put(start + content.length(), own.delimiter());
      }
      case ConstantField constant -> put(start, constant.bytes());
      case ChecksumField _, ChoiceField _ -> {} // checksums are computed after all other fields
    }
  }

  private void put(int at, byte[] content) {
    System.arraycopy(content, 0, bytes, at, content.length);
  }

  private void lay(NumberField number, long at, long value) {
    int start = Math.toIntExact(at / Byte.SIZE);
    switch (number.coding()) {
      case NumberEncoding.Binary binary when (at | binary.bits()) % Byte.SIZE == 0 -> {
        int count = binary.bits() / Byte.SIZE;
        for (int i = 0; i < count; i++) {
          int shift = binary.littleEndian() ? i : count - 1 - i;
          bytes[start + i] = (byte) (value >>> (shift * Byte.SIZE));
        }
      }
      case NumberEncoding.Binary binary -> {
        for (int bit = 0; bit < binary.bits(); bit++) {
          long one = value >>> (binary.bits() - 1 - bit) & 1;
          long target = at + bit;
          bytes[Math.toIntExact(target / Byte.SIZE)] |=
              (byte) (one << (Byte.SIZE - 1 - target % Byte.SIZE));
        }
      }
      case NumberEncoding.Varint _ -> {
        int count = NumberEncoding.Varint.bytes(value);
        for (int i = 0; i < count; i++) {
          long digit =
              value >>> (NumberEncoding.Varint.BITS * i) & (NumberEncoding.Varint.MORE - 1);
          bytes[start + i] = (byte) (i < count - 1 ? digit | NumberEncoding.Varint.MORE : digit);
        }
      }
      case NumberEncoding.Digits _ ->
          put(start, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void sum() {
    for (FieldOffsets.Spot spot : track.spots()) {
      if (spot.field() instanceof ChecksumField sum) {
        int value = sum.algorithm().of(Frame.covered(sum, spot, track, Slice.of(bytes)));
        ByteBuffer.wrap(bytes).putInt(spot.startByte(), value);
      }
    }
  }
}
