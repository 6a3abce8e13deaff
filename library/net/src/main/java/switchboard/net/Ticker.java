package switchboard.net;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.SystemTicker;

/**
 * The clock for deadlines and timeouts: the system clock, or a clock that a test advances. Every
 * timed wait in this library uses {@link #current()}, the ticker of the waiting thread.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface Ticker {

  /**
   * Returns the current time of this clock.
   *
   * @return nanoseconds since an arbitrary origin; may be negative, and may overflow; therefore
   *     compare two values only by subtraction
   */
  long nanos();

  /**
   * Parks the calling thread until it is unparked or interrupted, or until {@code nanosMax} have
   * passed on this clock. May return early without a reason, as {@link LockSupport#park()} may.
   *
   * @param blocker shown in thread dumps as the object that the thread waits for
   * @param nanosMax the maximum time in nanoseconds, greater than 0
   */
  void park(Object blocker, long nanosMax);

  /** {@return the system clock, which is {@link System#nanoTime()}} */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }

  /**
   * {@return the clock of the calling thread: the clock that {@link #run} has bound, or else the
   * system clock}
   */
  static Ticker current() {
    return SystemTicker.AMBIENT.orElse(SystemTicker.INSTANCE);
  }

  /**
   * Runs {@code body}, during which this clock is the {@link #current()} clock of the calling
   * thread. A {@code Server} runs each handler this way, with the clock of its network.
   *
   * @param body run once, on the calling thread
   */
  default void run(Runnable body) {
    if (current() == this) {
      body.run(); // a needless binding would use a few hundred bytes of stack while parked
    } else {
      ScopedValue.where(SystemTicker.AMBIENT, this).run(body);
    }
  }
}
