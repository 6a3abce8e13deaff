package switchboard.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/**
 * A clock that a test turns by hand: its time moves by {@link #advance} alone, so that deadlines
 * and limits expire exactly when the test says so. Any thread.
 *
 * <pre>{@code
 * ticker.awaitParked(1); // the thread under test waits for its deadline
 * ticker.advance(Duration.ofSeconds(2));
 * }</pre>
 */
public final class ManualTicker implements Ticker {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<Parked> parked = new ArrayList<>(); // guarded by this
  private long nowNanos; // guarded by this

  /** One thread that waits; compared by identity, since a thread may leave and come again. */
  private static final class Parked {
    final Thread thread = Thread.currentThread();
    final long untilNanos;

    Parked(long untilNanos) {
      this.untilNanos = untilNanos;
    }
  }

  /** A clock that shows zero. */
  public ManualTicker() {}

  @Override
  public synchronized long nanos() {
    return nowNanos;
  }

  @Override
  public void park(Object blocker, long nanosMax) {
    Parked self;
    synchronized (this) {
      self = new Parked(nowNanos + nanosMax);
      parked.add(self);
      notifyAll();
    }
    try {
      LockSupport.park(blocker);
    } finally {
      synchronized (this) {
        parked.remove(self);
      }
    }
  }

  /**
   * Moves time on, and wakes every thread whose wait is over by then.
   *
   * @param step zero or more
   */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + step);
    }
    nowNanos += step.toNanos();
    for (Parked each : List.copyOf(parked)) {
      if (each.untilNanos - nowNanos <= 0) {
        parked.remove(each); // no longer counts as waiting, even before it has run
        LockSupport.unpark(each.thread);
      }
    }
  }

  /** How many threads wait for this clock now. */
  public synchronized int parked() {
    return parked.size();
  }

  /**
   * Blocks until at least {@code threads} threads wait for this clock, for at most ten seconds of
   * real time.
   *
   * @throws AssertionError when fewer have come by then
   */
  public synchronized void awaitParked(int threads) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (parked.size() < threads) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new AssertionError(
            parked.size() + " of " + threads + " threads wait for " + this + " after " + TIMEOUT);
      }
      wait(leftMillis);
    }
  }

  @Override
  public synchronized String toString() {
    return "manual ticker at " + Duration.ofNanos(nowNanos);
  }
}
