package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Readiness;
import switchboard.net.Ticker;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that only {@link ManualTicker#advance} moves the time, and that this method wakes each
 * waiting thread at the time at which the wait of that thread ends.
 */
class ManualTickerTest {
  private final ManualTicker ticker = new ManualTicker();
  @AutoClose private final TestScope scope = new TestScope();

  private TestScope.Pair pair() throws IOException {
    return scope.pair(MemoryEngine.network(), Endpoint.tcp("127.0.0.1", 0));
  }

  /** Runs a step that may throw, on the manual clock. */
  private void run(TestScope.Step step) {
    ticker.run(() -> {
      try {
        step.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    });
  }

  @Test
  void timeStandsStillUntilItIsTurned() {
    assertEquals(0, ticker.nanos());
    ticker.advance(Duration.ofSeconds(3));
    assertEquals(3_000_000_000L, ticker.nanos());
    assertEquals("manual ticker at PT3S", ticker.toString());
    assertThrows(IllegalArgumentException.class, () -> ticker.advance(Duration.ofNanos(-1)));
    ticker.run(() -> assertSame(ticker, Ticker.current()));
  }

  @Test
  void aDeadlineExpiresExactlyWhenItsTimeHasCome() throws Exception {
    TestScope.Pair pair = pair();
    TestTask<?> reader =
        scope.start(() ->
            run(() -> {
              try (var _ = Deadline.after(Duration.ofMinutes(1))) {
                assertThrows(
                    DeadlineExceededException.class,
                    () -> pair.client().read(ByteBuffer.allocate(1)));
              }
            }));
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMinutes(1).minusNanos(1));
    assertEquals(1, ticker.parked(), "one nanosecond is left");
    assertFalse(reader.isDone());
    ticker.advance(Duration.ofNanos(1));
    reader.result();
    assertEquals(0, ticker.parked());
  }

  @Test
  void bytesComeBeforeTheDeadline() throws Exception {
    TestScope.Pair pair = pair();
    TestTask<?> reader =
        scope.start(() ->
            run(() -> {
              try (var _ = Deadline.after(Duration.ofMinutes(1))) {
                assertEquals("x", TestBytes.readText(pair.client(), 1));
              }
            }));
    ticker.awaitParked(1);
    pair.server().write(TestBytes.text("x"));
    reader.result();
  }

  @Test
  void aSelectEndsByThisClock() throws Exception {
    TestScope.Pair pair = pair();
    TestTask<?> select =
        scope.start(() ->
            run(() ->
                assertTrue(
                    Readiness.select(List.of(pair.client()), List.of(), Duration.ofHours(1))
                        .isEmpty())));
    ticker.awaitParked(1);
    ticker.advance(Duration.ofMinutes(59));
    assertFalse(select.isDone());
    ticker.advance(Duration.ofMinutes(1));
    select.result();
  }

  @Test
  void onlyThoseWhoseTimeHasComeAreWoken() throws Exception {
    TestScope.Pair pair = pair();
    TestTask<?> soon = scope.start(() -> run(() -> awaitCut(pair.client()::awaitReadable, 1)));
    TestTask<?> late = scope.start(() -> run(() -> awaitCut(pair.server()::awaitReadable, 2)));
    ticker.awaitParked(2);
    ticker.advance(Duration.ofSeconds(1));
    soon.result();
    assertFalse(late.isDone());
    assertEquals(1, ticker.parked());
    ticker.advance(Duration.ofSeconds(1));
    late.result();
  }

  private static void awaitCut(TestScope.Step step, int seconds) {
    try (var _ = Deadline.after(Duration.ofSeconds(seconds))) {
      assertThrows(DeadlineExceededException.class, step::run);
    }
  }
}
