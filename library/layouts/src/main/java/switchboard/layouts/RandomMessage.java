package switchboard.layouts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A message at random: borders more often than chance would have them. */
final class RandomMessage {
  private static final int LONG_BYTES = 5000;
  private static final int LONGEST_BYTES = 1 << 16;
  private static final int MOSTLY = 8;
  private static final int SHORT_BYTES = 20;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ÄÖ€🙂\0\n\r\t:;,.0123456789";

  /** So often an element is made that its record may refuse. */
  private static final int ATTEMPTS = 100;

  private final Layout layout;
  private final RandomGenerator random;
  private final FrameBuilder message;

  /** Whose messages they are to be; null if any will do. */
  private final @Nullable RecordMapping<?> records;

  /** How many bytes it may have beyond the fewest. */
  private int spare;

  private RandomMessage(
      Layout layout, RandomGenerator random, @Nullable RecordMapping<?> records, int bytesMax) {
    this.layout = layout;
    this.random = random;
    this.message = layout.frame();
    this.records = records;
    this.spare = Math.max(0, bytesMax - layout.bytesMin());
  }

  /** Any message of a layout. */
  static Frame of(Layout layout, RandomGenerator random) {
    return new RandomMessage(layout, random, null, Integer.MAX_VALUE).frame();
  }

  /** A message whose lists are of records that are not refused. */
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

  /** A number for which the choices decide as they do on this way. */
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
        long bits = border() << unused;
        yield binary.signed() ? bits >> unused : bits >>> unused;
      }
      case NumberEncoding.Varint _ -> border() >>> random.nextInt(Long.SIZE);
      case NumberEncoding.Digits digits -> Math.floorMod(border(), digits.largest() + 1);
    };
  }

  private long border() {
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

  /** Some messages; each may have a part of the room that is left, so that lists in lists end. */
  private List<Frame> messages(ListField list) {
    var messages = new ArrayList<Frame>();
    int min = list.element().bytesMin();
    int left = Math.min(Math.min(spare, LONGEST_BYTES), list.bytesMax());
    for (int wanted = count(); wanted > 0 && left >= min; wanted--) {
      Frame next = element(list, random.nextInt(min, left + 1));
      if (next == null || next.length() > left) {
        break; // numbers of varying length may have taken more
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
    RecordMapping<?> theirs = records == null ? null : records.list(list.name());
    for (int i = 0; i < ATTEMPTS; i++) {
      Frame next = new RandomMessage(list.element(), random, theirs, bytesMax).frame();
      if (theirs == null || theirs.accepts(next)) {
        return next;
      }
    }
    return null;
  }

  /** So many bytes as a field has, which are taken from what is spare. */
  private int length(BytesField field) {
    int most = random.nextInt(MOSTLY) == 0 ? LONG_BYTES : SHORT_BYTES;
    if (random.nextInt(MOSTLY * MOSTLY) == 0) {
      most = LONGEST_BYTES; // seldom: it takes its time
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

  /** So many bytes of text: what is too short for the next letter is filled up with dots. */
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

  /** Content that has the first byte of its delimiter here and there, and never all of it. */
  private byte[] delimitable(byte[] content, BytesField field) {
    byte[] delimiter = field.delimiter();
    byte first = delimiter[0];
    if (delimiter.length > 1 && first >= 0 && content.length > 0) {
      int at = random.nextInt(content.length);
      content[at] = content[at] >= 0 ? first : content[at]; // not inside a letter
    }
    if (field.endsEarly(content)) {
      Arrays.fill(content, (byte) (first == 'x' ? 'y' : 'x'));
    }
    return content;
  }
}
