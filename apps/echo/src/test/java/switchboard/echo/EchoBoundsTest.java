package switchboard.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the rate limiter and the loop detector at their limits, and with clocks that start at
 * different values.
 */
class EchoBoundsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE, -1, 123_456_789})
  void oneSourceHasItsRateAndAnotherHasItsOwn(long start) {
    for (int rate : new int[] {1, 3, 1000, 1_000_000}) {
      var rates = new SourceRateLimiter(rate);
      for (int i = 0; i < rate; i++) {
        assertTrue(rates.tryTake(1, start));
      }
      assertFalse(rates.tryTake(1, start));
      assertTrue(rates.tryTake(2, start));
      assertTrue(rates.tryTake(1, start + SECOND / rate + 1));
      assertFalse(rates.tryTake(1, start + SECOND / rate + 1));
    }
  }

  @Test
  void aSourceThatWasSilentForLongHasNoMoreThanASecondsWorth() {
    var rates = new SourceRateLimiter(5);
    assertTrue(rates.tryTake(1, 0));
    for (int i = 0; i < 5; i++) {
      assertTrue(rates.tryTake(1, 100 * SECOND));
    }
    assertFalse(rates.tryTake(1, 100 * SECOND));
  }

  @Test
  void manySourcesHaveNoMoreThanTheTableHolds() {
    var rates = new SourceRateLimiter(2);
    int answered = 0;
    for (int source = 0; source < 100_000; source++) {
      answered += rates.tryTake(source, 0) ? 1 : 0;
    }
    assertEquals(2 * SourceRateLimiter.SLOTS, answered);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MIN_VALUE, Long.MAX_VALUE, -1, 123_456_789})
  void theDatagramAfterTheLastAllowedOneIsTooManyAndTheCountBeginsAgain(long start) {
    var repeats = new LoopDetector(3);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 3; i++) {
        assertFalse(repeats.isOneTooMany(7, start + i));
      }
      assertTrue(repeats.isOneTooMany(7, start + 3));
    }
  }

  @Test
  void severalThatCirculateTogetherAreCountedEachByItself() {
    var repeats = new LoopDetector(2);
    long sameSet = LoopDetector.SETS;
    for (int i = 0; i < 2; i++) {
      for (long each = 1; each <= 4; each++) {
        assertFalse(repeats.isOneTooMany(each * sameSet, i));
      }
    }
    for (long each = 1; each <= 4; each++) {
      assertTrue(repeats.isOneTooMany(each * sameSet, 2));
    }
  }

  @Test
  void theOneThatHasNotComeForLongestGivesWay() {
    var repeats = new LoopDetector(1);
    long sameSet = LoopDetector.SETS;
    for (long each = 1; each <= 5; each++) {
      assertFalse(repeats.isOneTooMany(each * sameSet, each)); // datagram 5 replaces datagram 1
    }
    assertTrue(repeats.isOneTooMany(2 * sameSet, 6));
    assertFalse(repeats.isOneTooMany(sameSet, 7));
  }

  @Test
  void oneThatHasNotComeForAMinuteIsForgotten() {
    var repeats = new LoopDetector(1);
    assertFalse(repeats.isOneTooMany(7, 0));
    assertFalse(repeats.isOneTooMany(7, MINUTE + 1));
    assertTrue(repeats.isOneTooMany(7, MINUTE + 1 + MINUTE));
  }
}
