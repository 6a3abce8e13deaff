package switchboard.layouts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the cost of a layout is linear in the number of its fields. */
class LongLayoutsTest {
  private static final int FEW = 400;

  /**
   * The minimum processor time of a measurement. Shorter times are too inaccurate to be compared.
   */
  private static final long FLOOR_NANOS = TimeUnit.MILLISECONDS.toNanos(75);

  /** The kinds of fields of a layout. */
  enum Kind {
    OFFSETS("n%1$s@%1$s: u8"),
    COUNTED("l%1$s: u8 of b%1$s, b%1$s: bytes ..9"),
    DELIMITED("n%1$s: bytes ..9 until \";\""),
    SUMS("n%1$s: u8, s%1$s: crc32 of n%1$s"),
    CHOICES("c%1$s: by kind { 1 { n%1$s: u8 }, else { m%1$s: u16 } }");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    String text(int count) {
      return "kind: u8, "
          + IntStream.range(1, count).mapToObj(field::formatted).collect(Collectors.joining(", "));
    }
  }

  /**
   * The processor time that the current thread needs for a task, and the memory that it allocates.
   */
  private record Cost(long nanos, long bytes) {
    static Cost of(Runnable body) {
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long nanos = threads.getCurrentThreadCpuTime();
      long bytes = threads.getCurrentThreadAllocatedBytes();
      body.run();
      return new Cost(
          threads.getCurrentThreadCpuTime() - nanos,
          threads.getCurrentThreadAllocatedBytes() - bytes);
    }

    boolean isLinearTo(Cost few) {
      return bytes < 20 * few.bytes && nanos < 20 * Math.max(FLOOR_NANOS, few.nanos);
    }
  }

  private static void assertLinear(int count, IntFunction<Runnable> body) {
    body.apply(count).run(); // the first run is not measured, so that the classes are loaded
    Cost few = Cost.of(body.apply(count));
    Cost many = Cost.of(body.apply(10 * count));
    assertTrue(many.isLinearTo(few), () -> "%s, ten times as many: %s".formatted(few, many));
  }

  @ParameterizedTest
  @EnumSource
  void aLayoutIsBuiltInLinearTime(Kind kind) {
    assertLinear(
        FEW,
        count -> {
          String text = kind.text(count);
          return () -> assertTrue(Layout.parse(text).bytesMax() >= count);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aMessageIsMadeAndReadInLinearTime(Kind kind) {
    assertLinear(
        FEW,
        count -> {
          Layout layout = Layout.parse(kind.text(count));
          return () -> assertReadBack(layout);
        });
  }

  private static void assertReadBack(Layout layout) {
    Frame frame = layout.random(new SplittableRandom(1));
    try {
      Frame read = layout.codec().decode(ByteBuffer.wrap(layout.codec().encode(frame)));
      assertArrayEquals(frame.toBytes(), read.toBytes());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void sixteenThousandFieldsAreNotTooMany() {
    assertLinear(
        1_600,
        count -> {
          String text = Kind.OFFSETS.text(count);
          return () -> assertEquals(count, Layout.parse(text).bytesMax());
        });
  }

  @Test
  void choicesByOneNumberAreDecidedTogether() {
    Layout layout = Layout.parse(Kind.CHOICES.text(3));
    assertEquals(1 + 1 + 1, layout.bytesMin());
    assertEquals(1 + 2 + 2, layout.bytesMax());
  }
}
