package switchboard.layouts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Generates a random message. Extreme values are more frequent than in a uniform distribution. */
final class RandomMessage {
  private static final int LONG_BYTES = 5000;
  private static final int LONGEST_BYTES = 1 << 16;
  private static final int MOSTLY = 8;
  private static final int SHORT_BYTES = 20;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ÄÖ€🙂\0\n\r\t:;,.0123456789";

  /** The maximum number of attempts to generate an item that the record of the item accepts. */
  private static final int ATTEMPTS = 100;

  private final Layout layout;
  private final RandomGenerator random;
  private final FrameBuilder message;

  /**
   * The mapping of messages to records whose constructors must accept the items of lists; null if
   * the items are not mapped to records.
   */
  private final @Nullable RecordMapping<?> records;

  /** The number of bytes by which the message may still exceed its minimum length. */
  private int spare;

  private RandomMessage(
      Layout layout, RandomGenerator random, @Nullable RecordMapping<?> records, int bytesMax) {
    this.layout = layout;
    this.random = random;
    this.message = layout.frame();
    this.records = records;
    this.spare = Math.max(0, bytesMax - layout.bytesMin());
  }

  /** Returns a random message of a layout. */
  static Frame of(Layout layout, RandomGenerator random) {
    return new RandomMessage(layout, random, null, Integer.MAX_VALUE).frame();
  }

  /** Returns a random message whose list items are accepted by their records. */
  static Frame of(Layout layout, RandomGenerator random, RecordMapping<?> records) {
    return new RandomMessage(layout, random, records, Integer.MAX_VALUE).frame();
  }

  private Frame frame() {
    List<LayoutPath> paths = layout.plan().paths();
    LayoutPath path = paths.get(random.nextInt(paths.size()));
    for (Field leaf : path.leaves()) {
      switch (leaf) {
        case NumberField number when number.isGiven() ->
            message.with(number.name(), number(number, path.known(number.name())));
        case BytesField bytes -> message.with(bytes.name(), content(bytes));
        case ListField list -> message.with(list.name(), messages(list));
        default -> {}
      }
    }
    return message.build();
  }

  /**
   * Returns a random value of a number field, with which the cases of the current path are
   * selected.
   */
  private long number(NumberField number, LayoutPath.Known known) {
    if (known.value() != null) {
      return known.value();
    }
    long value = fitting(number.coding());
    while (!known.allows(value)) {
      value = fitting(number.coding());
    }
    return value;
  }

  private long fitting(NumberEncoding coding) {
    return switch (coding) {
      case NumberEncoding.Binary binary -> {
        int unused = Long.SIZE - binary.bits();
        long bits = extreme() << unused;
        yield binary.signed() ? bits >> unused : bits >>> unused;
      }
      case NumberEncoding.Varint _ -> extreme() >>> random.nextInt(Long.SIZE);
      case NumberEncoding.Digits digits -> Math.floorMod(extreme(), digits.largest() + 1);
    };
  }

  private long extreme() {
    return switch (random.nextInt(MOSTLY)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> Long.MIN_VALUE;
      default -> random.nextLong();
    };
  }

  private byte[] content(BytesField field) {
    int length = length(field);
    byte[] content = field.isText() ? text(length) : new byte[length];
    if (!field.isText()) {
      random.nextBytes(content);
    }
    return field.isDelimited() ? delimitable(content, field) : content;
  }

  /**
   * Returns random items. All items together use at most the spare bytes. This limits the size of
   * nested lists.
   */
  private List<Frame> messages(ListField list) {
    var messages = new ArrayList<Frame>();
    int min = list.element().bytesMin();
    int left = Math.min(Math.min(spare, LONGEST_BYTES), list.bytesMax());
    for (int wanted = count(); wanted > 0 && left >= min; wanted--) {
      Frame next = element(list, random.nextInt(min, left + 1));
      if (next == null || next.length() > left) {
        break; // numbers of varying length may make an item longer than requested
      }
      messages.add(next);
      left -= next.length();
      spare -= next.length();
    }
    return messages;
  }

  private int count() {
    return switch (random.nextInt(MOSTLY)) {
      case 0 -> 0;
      case 1 -> SHORT_BYTES;
      default -> random.nextInt(1, MOSTLY / 2);
    };
  }

  private @Nullable Frame element(ListField list, int bytesMax) {
    RecordMapping<?> mapping = records == null ? null : records.list(list.name());
    for (int i = 0; i < ATTEMPTS; i++) {
      Frame next = new RandomMessage(list.element(), random, mapping, bytesMax).frame();
      if (mapping == null || mapping.accepts(next)) {
        return next;
      }
    }
    return null;
  }

  /** Returns a random length for a field, and deducts it from the spare bytes. */
  private int length(BytesField field) {
    int most = random.nextInt(MOSTLY) == 0 ? LONG_BYTES : SHORT_BYTES;
    if (random.nextInt(MOSTLY * MOSTLY) == 0) {
      most = LONGEST_BYTES; // chosen rarely, because generating long fields takes time
    }
    long possible = Math.min(field.bytesMax(), field.bytesMin() + (long) spare);
    int max = Math.clamp(most, field.bytesMin(), (int) possible);
    int length =
        switch (random.nextInt(MOSTLY)) {
          case 0 -> field.bytesMin();
          case 1 -> max;
          default -> random.nextInt(field.bytesMin(), max + 1);
        };
    spare -= length - field.bytesMin();
    return length;
  }

  /** Returns random text of {@code length} bytes, padded with dots at the end. */
  private byte[] text(int length) {
    byte[] text = new byte[length];
    Arrays.fill(text, (byte) '.');
    int[] letters = LETTERS.codePoints().toArray();
    for (int at = 0; at < length; ) {
      byte[] letter =
          Character.toString(letters[random.nextInt(letters.length)])
              .getBytes(StandardCharsets.UTF_8);
      if (letter.length > length - at) {
        break;
      }
      System.arraycopy(letter, 0, text, at, letter.length);
      at += letter.length;
    }
    return text;
  }

  /**
   * Puts the first byte of the delimiter into {@code content}, as a test for readers. Never creates
   * a complete delimiter in {@code content}.
   */
  private byte[] delimitable(byte[] content, BytesField field) {
    byte[] delimiter = field.delimiter();
    byte first = delimiter[0];
    if (delimiter.length > 1 && first >= 0 && content.length > 0) {
      int at = random.nextInt(content.length);
      content[at] = content[at] >= 0 ? first : content[at]; // not inside a multi-byte character
    }
    if (field.endsEarly(content)) {
      Arrays.fill(content, (byte) (first == 'x' ? 'y' : 'x'));
    }
    return content;
  }
}
