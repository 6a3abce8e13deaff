package switchboard.layouts;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A message at random: borders more often than chance would have them. */
final class RandomFrame {
  private static final int LONG_BYTES = 5000;
  private static final int LONGEST_BYTES = 1 << 16;
  private static final int MOSTLY = 8;
  private static final int SHORT_BYTES = 20;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz ÄÖ€🙂\0\n\r\t:;,.0123456789";

  private final Layout layout;
  private final RandomGenerator random;
  private final FrameBuilder message;

  RandomFrame(Layout layout, RandomGenerator random) {
    this.layout = layout;
    this.random = random;
    this.message = layout.frame();
  }

  Frame frame() {
    List<Path> paths = layout.plan().paths();
    Path path = paths.get(random.nextInt(paths.size()));
    for (Field leaf : path.leaves()) {
      switch (leaf) {
        case NumberField number when number.always() == null && number.counts() == null ->
            message.with(number.name(), number(number, path.known(number.name())));
        case BytesField bytes -> message.with(bytes.name(), content(bytes));
        case ListField list -> message.with(list.name(), messages(list));
        default -> {}
      }
    }
    return message.build();
  }

  /** A number for which the choices decide as they do on this way. */
  private long number(NumberField number, Path.Known known) {
    if (known.value() != null) {
      return known.value();
    }
    long value = fitting(number.coding());
    while (!known.allows(value)) {
      value = fitting(number.coding());
    }
    return value;
  }

  private long fitting(Coding coding) {
    return switch (coding) {
      case Coding.Binary binary -> {
        int unused = Long.SIZE - binary.bits();
        long bits = border() << unused;
        yield binary.signed() ? bits >> unused : bits >>> unused;
      }
      case Coding.Varint _ -> border() >>> random.nextInt(Long.SIZE);
      case Coding.Digits digits -> Math.floorMod(border(), digits.largest() + 1);
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
    return field.isDelimited() ? delimitable(content, field.delimiter()) : content;
  }

  /** As many as have room in what a field of bytes would have. */
  private List<Frame> messages(ListField list) {
    var messages = new ArrayList<Frame>();
    int left = length(list);
    while (left >= list.element().bytesMin()) {
      Frame next = list.element().random(random);
      if (next.length() > left) {
        break;
      }
      messages.add(next);
      left -= next.length();
    }
    return messages;
  }

  private int length(ContentField field) {
    int most = random.nextInt(MOSTLY) == 0 ? LONG_BYTES : SHORT_BYTES;
    if (random.nextInt(MOSTLY * MOSTLY) == 0) {
      most = LONGEST_BYTES; // seldom: it takes its time
    }
    int max = Math.clamp(most, field.bytesMin(), field.bytesMax());
    return switch (random.nextInt(MOSTLY)) {
      case 0 -> field.bytesMin();
      case 1 -> max;
      default -> random.nextInt(field.bytesMin(), max + 1);
    };
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
  private byte[] delimitable(byte[] content, byte[] delimiter) {
    byte first = delimiter[0];
    if (delimiter.length > 1 && first >= 0 && content.length > 0) {
      int at = random.nextInt(content.length);
      content[at] = content[at] >= 0 ? first : content[at]; // not inside a letter
    }
    if (FrameBuilder.isInside(delimiter, content)) {
      Arrays.fill(content, (byte) (first == 'x' ? 'y' : 'x'));
    }
    return content;
  }
}
