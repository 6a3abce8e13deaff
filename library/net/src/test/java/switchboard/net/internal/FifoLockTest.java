package switchboard.net.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Ticker;

/**
 * Tests that only one thread at a time holds the lock, even if a waiting thread throws an
 * exception.
 */
class FifoLockTest {
  private static final long LIMIT_SECONDS = 10;

  private final FifoLock turn = new FifoLock();

  /** A clock whose {@code park} blocks until the test makes it fail. */
  private static final class FailingTicker implements Ticker {
    private final AtomicReference<@Nullable Thread> parked = new AtomicReference<>();
    private volatile @Nullable Throwable failure;

    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public void park(Object blocker, long nanosMax) {
      parked.set(Thread.currentThread());
      LockSupport.park(blocker);
      Throwable planned = failure;
      if (planned instanceof Error error) {
        throw error;
      }
      if (planned instanceof RuntimeException exception) {
        throw exception;
      }
    }

    void fail(Throwable planned) {
      Thread waiting;
      do {
        waiting = parked.get();
        Thread.onSpinWait();
      } while (waiting == null);
      failure = planned;
      LockSupport.unpark(waiting);
    }
  }

  static List<Throwable> failures() {
    return List.of(
        new OutOfMemoryError("planned"),
        new StackOverflowError("planned"),
        new IllegalStateException("planned"));
  }

  private CompletableFuture<String> next(String name) {
    var done = new CompletableFuture<String>();
    Thread.startVirtualThread(() -> {
      try (var _ = Deadline.after(Duration.ofHours(1))) {
        turn.take();
        turn.give();
        done.complete(name);
      } catch (Exception e) {
        done.completeExceptionally(e);
      }
    });
    return done;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whoFailsWhileWaitingLeavesTheQueueAndWakesTheNext(Throwable failure) throws Exception {
    var ticker = new FailingTicker();
    turn.take();
    var failed = new CompletableFuture<Throwable>();
    Thread.startVirtualThread(() ->
        ticker.run(() -> {
          try (var _ = Deadline.after(Duration.ofHours(1))) {
            turn.take();
          } catch (Throwable e) {
            failed.complete(e);
          }
        }));
    ticker.fail(failure);
    assertSame(failure, failed.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    List<CompletableFuture<String>> others = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      others.add(next("other " + i));
    }
    turn.give();
    for (int i = 0; i < others.size(); i++) {
      assertEquals("other " + i, others.get(i).get(LIMIT_SECONDS, TimeUnit.SECONDS));
    }
    assertNull(turn.holder());
  }

  @Test
  void whoIsCutByADeadlineLeavesTheQueueToo() throws Exception {
    turn.take();
    var cut = new CompletableFuture<String>();
    Thread.startVirtualThread(() -> {
      try (var _ = Deadline.after(Duration.ofMillis(1))) {
        turn.take();
      } catch (Exception e) {
        cut.completeExceptionally(e);
      }
    });
    var error =
        assertThrows(ExecutionException.class, () -> cut.get(LIMIT_SECONDS, TimeUnit.SECONDS));
    assertTrue(error.getCause() instanceof DeadlineExceededException, () -> "" + error);
    var other = next("other");
    turn.give();
    assertEquals("other", other.get(LIMIT_SECONDS, TimeUnit.SECONDS));
  }
}
