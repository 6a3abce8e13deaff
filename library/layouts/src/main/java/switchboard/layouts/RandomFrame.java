package switchboard.layouts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A message at random: borders more often than chance would have them. */
final class RandomFrame {
  private static final int LONG_BYTES = 5000;
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
    fill(layout.fields(), new HashMap<>());
    return message.build();
  }

  private void fill(List<Field> fields, Map<String, Long> numbers) {
    for (Field field : fields) {
      switch (field) {
        case NumberField number when number.always() == null && number.counts() == null -> {
          long value = number(number);
          numbers.put(number.name(), value);
          message.with(number.name(), value);
        }
        case BytesField bytes -> message.with(bytes.name(), content(bytes));
        case ChoiceField choice -> choose(choice, numbers);
        default -> {}
      }
    }
  }

  private void choose(ChoiceField choice, Map<String, Long> numbers) {
    Long value = numbers.get(choice.number());
    ChoiceField.Case chosen = value == null ? null : choice.choose(value);
    if (chosen != null) {
      fill(chosen.fields(), numbers);
    }
  }

  /** A number; one that a choice depends on is mostly one of its cases, and else never unknown. */
  private long number(NumberField number) {
    List<ChoiceField> choices =
        choices(layout.fields()).filter(each -> each.number().equals(number.name())).toList();
    while (true) {
      long value = any(number, choices);
      if (choices.stream().allMatch(each -> each.choose(value) != null)) {
        return value;
      }
    }
  }

  private long any(NumberField number, List<ChoiceField> choices) {
    List<Long> known =
        choices.stream()
            .flatMap(each -> each.cases().stream())
            .map(ChoiceField.Case::value)
            .filter(Objects::nonNull)
            .toList();
    if (!known.isEmpty() && random.nextInt(8) > 0) {
      return known.get(random.nextInt(known.size()));
    }
    return fitting(number.coding());
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
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> Long.MIN_VALUE;
      default -> random.nextLong();
    };
  }

  private byte[] content(BytesField field) {
    int most =
        Math.min(
            field.bytesMax(),
            Math.max(field.bytesMin(), random.nextInt(8) == 0 ? LONG_BYTES : SHORT_BYTES));
    int length =
        switch (random.nextInt(8)) {
          case 0 -> field.bytesMin();
          case 1 -> most;
          default -> random.nextInt(field.bytesMin(), most + 1);
        };
    byte[] content = field.isText() ? text(length) : new byte[length];
    if (!field.isText()) {
      random.nextBytes(content);
    }
    if (field.isDelimited() && field.isText() && field.delimiter()[0] < 0) {
      Arrays.fill(content, (byte) '.'); // its delimiter may lie across letters
    }
    return field.isDelimited() ? without(field.delimiter()[0], content) : content;
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

  /** The same without a byte that its delimiter begins with. */
  private static byte[] without(byte first, byte[] content) {
    for (int i = 0; i < content.length; i++) {
      if (content[i] == first) {
        content[i] = (byte) (first == 'x' ? 'y' : 'x');
      }
    }
    return content;
  }

  private static Stream<ChoiceField> choices(List<Field> fields) {
    return fields.stream()
        .filter(ChoiceField.class::isInstance)
        .map(ChoiceField.class::cast)
        .flatMap(each ->
            Stream.concat(
                Stream.of(each), each.cases().stream().flatMap(one -> choices(one.fields()))));
  }
}
