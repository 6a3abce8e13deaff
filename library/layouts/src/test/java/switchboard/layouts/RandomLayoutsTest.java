package switchboard.layouts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests random layouts. Each layout must either be rejected when it is built, or have a codec that
 * passes the check {@code CodecContract}.
 */
class RandomLayoutsTest {
  /** The time for generating layouts. A system property can set a longer time. */
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("switchboard.fuzz", 2));

  /** The minimum number of layouts to generate, even if this takes longer than {@link #LENGTH}. */
  private static final int LAYOUTS_MIN = 200;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void aLayoutIsRefusedOrWorks() {
    long seed = Long.getLong("switchboard.seed", System.nanoTime());
    System.out.println("-Dswitchboard.seed=" + seed + " has the same layouts");
    long end = System.nanoTime() + LENGTH.toNanos();
    int accepted = 0;
    long each = seed;
    for (; each < seed + LAYOUTS_MIN || System.nanoTime() < end; each++) {
      String text = new Generator(new SplittableRandom(each)).fields(0);
      try {
        accepted += use(text, each) ? 1 : 0;
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("with seed " + each + ", " + text + ": " + e.getMessage(), e);
      }
    }
    long made = each - seed;
    assertTrue(accepted > made / 20, accepted + " of " + made);
  }

  private static boolean use(String text, long seed) {
    Layout layout;
    try {
      layout = Layout.parse(text);
    } catch (IllegalArgumentException refused) {
      assertTrue(refused.getMessage().length() > 20, refused.getMessage());
      return false;
    }
    assertEquals(layout, Layout.parse(layout.toString()));
    assertTrue(layout.diagram().endsWith(".\n"));
    Contracts.of(layout).run(seed, 8);
    for (int i = 0; i < 8; i++) {
      int length = layout.random(new SplittableRandom(seed + i)).length();
      assertTrue(length >= layout.bytesMin() && length <= layout.bytesMax(), "its limits");
    }
    return true;
  }

  /**
   * Generates random fields. Most of the generated numbers and groups of counted fields are valid,
   * but not all.
   */
  private static final class Generator {
    private final SplittableRandom random;
    private final List<String> numbers = new ArrayList<>();
    private int count;

    Generator(SplittableRandom random) {
      this.random = random;
    }

    private String name() {
      return "f" + count++;
    }

    private String any(String... words) {
      return words[random.nextInt(words.length)];
    }

    private String number() {
      return numbers.isEmpty() ? name() : numbers.get(random.nextInt(numbers.size()));
    }

    String fields(int depth) {
      var fields = new ArrayList<String>();
      for (int left = random.nextInt(1, 5); left > 0; left--) {
        fields.add(random.nextInt(3) == 0 ? group(depth) : field(name(), depth));
      }
      if (random.nextInt(8) == 0) {
        fields.add(name() + any(": bytes ..9 until end", ": text 1..20 until end"));
      }
      return String.join(", ", fields);
    }

    private String field(String name, int depth) {
      return switch (random.nextInt(9)) {
        case 0 -> {
          numbers.add(name);
          yield name + any(": u8", ": i8", ": u16le", ": u64", ": varint", ": i24");
        }
        case 1 -> {
          int bits = random.nextInt(1, 16);
          numbers.add(name);
          yield name + ": u" + bits + ", " + name() + any(": u", ": i") + (16 - bits);
        }
        case 2 -> name + ": digits, " + name() + any(": \":\"", ": \"\\r\\n\"", ": \"1\"");
        case 3 -> name + any(": bytes 3", ": text 2", ": \"SB\"", ": u8 = 7", ": u5", ": bytes 0");
        case 4 ->
            name + any(": bytes ..9", ": text 1..9") + any(" until \"\\n\"", " until \"-->\"");
        case 5 ->
            name()
                + any("n: u8 of ", "n: u8 items of ", "n: varint items of ")
                + name
                + ", "
                + list(name, depth);
        case 6 -> name + any(": crc32", ": crc32c") + any("", " of f0..f1", " of f0");
        default -> depth > 2 ? name + ": u8" : choice(name, depth);
      };
    }

    private String choice(String name, int depth) {
      var cases = new StringBuilder();
      int number = random.nextInt(3);
      for (int left = random.nextInt(1, 4); left > 0; left--) {
        cases.append(number++).append(" { ").append(any("", fields(depth + 1))).append(" } ");
      }
      String rest = any("", "else { " + fields(depth + 1) + " } ");
      return name + ": by " + number() + " { " + cases + rest + "}";
    }

    /**
     * Generates a number field and the fields whose bytes it counts. The number may also count its
     * own bytes.
     */
    private String group(int depth) {
      String length = name();
      String first = name();
      String last = name();
      String counted = any(first, first, last, length) + ".." + any(last, last, first);
      return length
          + any(": u8", ": u16", ": u32le", ": varint")
          + " of "
          + counted
          + ", "
          + any(field(first, depth), list(first, depth), first + ": bytes ..20", first + ": varint")
          + ", "
          + any(field(last, depth), list(last, depth), last + ": bytes ..20", last + ": text 2..9");
    }

    /**
     * Generates a list. Choices in an item of the list depend only on number fields in the same
     * item.
     */
    private String list(String name, int depth) {
      var outer = List.copyOf(numbers);
      numbers.clear();
      String list = name + ": list ..40 { " + (depth > 2 ? "x: u8" : fields(depth + 1)) + " }";
      numbers.clear();
      numbers.addAll(outer);
      return list;
    }
  }
}
