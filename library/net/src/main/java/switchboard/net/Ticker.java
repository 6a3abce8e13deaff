package switchboard.net;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.SystemTicker;

/**
 * The clock for deadlines and timeouts: that of the system, or one that a test advances. Everything
 * in this library that waits for a time uses the ticker of its thread, {@link #current()}.
 * Thread-safe.
 *
 * @since 0.1.0
 */
public interface Ticker {

  /**
   * Returns the current time of this clock.
   *
   * @return nanoseconds since an arbitrary origin; may be negative or overflow, so compare two
   *     values only by subtraction
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

  /** {@return the clock of the system, {@link System#nanoTime()}} */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }

  /**
   * {@return the clock of the calling thread: the one that {@link #run} has bound, or else that of
   * the system}
   */
  static Ticker current() {
    return SystemTicker.AMBIENT.orElse(SystemTicker.INSTANCE);
  }

  /**
   * Runs {@code body} with this clock as {@link #current()} of the calling thread. A {@code Server}
   * does so for each handler, with the clock of its network.
   *
   * @param body run once, on the calling thread
   */
  default void run(Runnable body) {
    if (current() == this) {
      body.run(); // a needless binding would cost a parked thread a few hundred bytes of stack
    } else {
      ScopedValue.where(SystemTicker.AMBIENT, this).run(body);
    }
  }
}
