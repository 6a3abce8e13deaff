package switchboard.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import switchboard.net.spi.support.Waiting;

/** Tests nesting, resetting, expiry, adoption and misuse of {@link Deadline}. */
class DeadlineTest {

  /** A clock whose time the tests set; no test waits for it. */
  private static final class Shown implements Ticker {
    private volatile long nanos;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void park(Object blocker, long nanosMax) {
      throw new AssertionError("no thread may wait on this clock");
    }
  }

  private final Shown clock = new Shown();

  @Test
  void theEarliestOfNestedDeadlinesWins() {
    clock.run(() -> {
      try (var outer = Deadline.after(Duration.ofSeconds(2))) {
        assertSame(outer, Deadline.current());
        try (var inner = Deadline.after(Duration.ofSeconds(5))) {
          assertSame(inner, Deadline.current());
          assertEquals(Duration.ofSeconds(2), inner.remaining());
          outer.resetAfter(Duration.ofSeconds(9));
          assertEquals(Duration.ofSeconds(5), inner.remaining());
          clock.nanos = 5_000_000_000L;
          assertTrue(inner.expired());
          assertFalse(outer.expired());
          assertThrows(DeadlineExceededException.class, Waiting::check);
        }
        assertSame(outer, Deadline.current());
        assertEquals(Duration.ofSeconds(4), outer.remaining());
      }
      assertNull(Deadline.current());
    });
  }

  @Test
  void aDeadlineThatHasPassedHasNothingLeft() {
    clock.run(() -> {
      for (var past :
          new Duration[] {
            Duration.ZERO,
            Duration.ofSeconds(-1),
            Duration.ofNanos(Long.MIN_VALUE),
            Duration.ofSeconds(Long.MIN_VALUE)
          }) {
        clock.nanos = 0;
        try (var limit = Deadline.after(past)) {
          assertTrue(limit.expired(), past::toString);
          assertEquals(Duration.ZERO, limit.remaining());
          clock.nanos = 1_000_000_000_000L;
          assertTrue(limit.expired(), () -> past + ", later");
        }
      }
    });
  }

  @Test
  void aDeadlineThatIsVeryFarIsNone() {
    for (var far : new Duration[] {Duration.ofNanos(Long.MAX_VALUE), Duration.ofDays(999_999)}) {
      try (var limit = Deadline.after(far)) {
        assertEquals(Long.MAX_VALUE, limit.remainingNanos());
      }
    }
    try (var limit = Deadline.never()) {
      assertEquals(Long.MAX_VALUE, limit.remainingNanos());
      limit.expireNow();
      assertTrue(limit.expired());
      limit.resetAfter(Duration.ofHours(1));
      assertFalse(limit.expired());
    }
  }

  @Test
  void closingOutOfOrderIsAnError() {
    Deadline outer = Deadline.after(Duration.ofHours(1));
    Deadline inner = Deadline.after(Duration.ofHours(1));
    assertThrows(IllegalStateException.class, outer::close);
    inner.close();
    inner.close();
    assertSame(outer, Deadline.current());
    outer.close();
    assertNull(Deadline.current());
  }

  @Test
  void onlyItsOwnThreadClosesADeadlineAndSeesIt() throws Exception {
    try (var limit = Deadline.after(Duration.ZERO)) {
      var seen = new CompletableFuture<Boolean>();
      Thread.ofVirtual()
          .start(() -> {
            assertThrows(IllegalStateException.class, limit::close);
            seen.complete(Deadline.current() == null && limit.expired());
          });
      assertTrue(seen.get(10, TimeUnit.SECONDS));
      assertSame(limit, Deadline.current());
    }
  }
}
