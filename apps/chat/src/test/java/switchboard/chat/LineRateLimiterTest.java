package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.net.Address;

/** Tests the token buckets for lines, at and just above the burst and the rate. */
class LineRateLimiterTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void aBurstPassesAndTheNextLineWaitsForOneToken() {
    var rate = new LineRateLimiter(20, 5, 7);
    for (int i = 0; i < 20; i++) {
      assertEquals(0, rate.take(1, 7));
    }
    assertEquals(SECOND / 5, rate.take(1, 7));
    assertEquals(2 * SECOND / 5, rate.take(1, 7));
  }

  @Test
  void atTheRateNoLineWaitsForEver() {
    var rate = new LineRateLimiter(1, 5, 0);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, rate.take(1, i * SECOND / 5));
    }
    assertEquals(SECOND / 5, rate.take(1, 999 * SECOND / 5));
  }

  @Test
  void anIdleBucketFillsUpToTheBurstAndNoFurther() {
    var rate = new LineRateLimiter(3, 1, 0);
    rate.take(3, 0);
    assertFalse(rate.isFull(3 * SECOND - 1));
    assertTrue(rate.isFull(3 * SECOND));
    for (int i = 0; i < 3; i++) {
      assertEquals(0, rate.take(1, 1_000 * SECOND));
    }
    assertEquals(SECOND, rate.take(1, 1_000 * SECOND));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "511, 1", "512, 2", "1023, 2", "1024, 3", "4096, 9"})
  void aLongLineCountsForSeveral(int bytes, int lines) {
    assertEquals(lines, LineRateLimiter.cost(bytes));
  }

  @Test
  void anAddressKeepsItsRateAndFullOnesAreForgotten() {
    var rates = new AddressRateLimiters(() -> new LineRateLimiter(1, 1, 0));
    Address first = address(0);
    rates.of(first, 0).take(5, 0);
    for (int i = 1; i < 3_000; i++) {
      rates.of(address(i), 0);
    }
    assertTrue(rates.size() <= 1_001, "rates: " + rates.size());
    assertEquals(5 * SECOND, rates.of(first, 0).take(1, 0));
    assertNull(rates.of(new Address.Unix("/tmp/chat.sock"), 0));
  }

  private static Address address(int number) {
    return Address.inet(new byte[] {10, 0, (byte) (number >> 8), (byte) number}, 4242);
  }
}
