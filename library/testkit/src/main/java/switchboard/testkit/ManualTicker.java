package switchboard.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/**
 * A clock that moves only when a test calls {@link #advance}. Deadlines and timeouts therefore
 * expire only when the test advances the clock. Safe for use by several threads.
 *
 * <pre>{@code
 * ticker.awaitParked(1); // the thread under test waits for its deadline
 * ticker.advance(Duration.ofSeconds(2));
 * }</pre>
 *
 * <p>Pass the ticker to {@link switchboard.net.Network#withTicker}, so that the handlers of a
 * server use it, or bind it to a thread of the test with {@link #run}.
 *
 * @since 0.1.0
 */
public final class ManualTicker implements Ticker {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<Parked> parked = new ArrayList<>(); // guarded by this
  private long nowNanos; // guarded by this

  /** One wait of a thread. Compared by identity, because a thread may wait several times. */
  private static final class Parked {
    final Thread thread = Thread.currentThread();
    final long untilNanos;

    Parked(long untilNanos) {
      this.untilNanos = untilNanos;
    }
  }

  /** Creates a clock that starts at zero. */
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
   * Moves the clock forward, and wakes every thread whose waiting time has passed. Returns without
   * waiting for these threads to continue.
   *
   * @param step the time by which the clock moves, zero or more
   * @throws IllegalArgumentException if {@code step} is negative
   */
  public synchronized void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("the step is negative: " + step);
    }
    nowNanos += step.toNanos();
    for (Parked each : List.copyOf(parked)) {
      if (each.untilNanos - nowNanos <= 0) {
        // from now on, the thread is not counted as waiting, even if it has not continued yet
        parked.remove(each);
        LockSupport.unpark(each.thread);
      }
    }
  }

  /** {@return the current number of threads that wait for this clock to advance} */
  public synchronized int parked() {
    return parked.size();
  }

  /**
   * Blocks until at least {@code threads} threads wait for this clock to advance. Fails after ten
   * seconds of real time.
   *
   * @param threads the number of waiting threads to expect
   * @throws AssertionError if fewer threads wait after ten seconds
   * @throws InterruptedException if the calling thread is interrupted while it waits
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
