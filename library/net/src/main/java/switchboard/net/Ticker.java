package switchboard.net;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.SystemTicker;

/**
 * The clock that decides how long a wait lasts: the system's own, or one that a test turns by hand.
 * Everything that waits asks the ticker of its thread, {@link #current()}; no other clock is read.
 */
public interface Ticker {

  /** Nanoseconds since an arbitrary origin; may be negative, compare by subtraction only. */
  long nanos();

  /**
   * Parks the calling thread until it is unparked, interrupted, or {@code nanosMax} have passed on
   * this clock. Returns early for no reason, as {@link LockSupport#park()} may.
   *
   * @param blocker shown by thread dumps as what the thread waits for
   * @param nanosMax greater than zero
   */
  void park(Object blocker, long nanosMax);

  /** The kernel's monotonic clock, {@link System#nanoTime()}. */
  static Ticker system() {
    return SystemTicker.INSTANCE;
  }

  /** The clock of the calling thread: the one bound by {@link #run}, else the system's. */
  static Ticker current() {
    return SystemTicker.AMBIENT.orElse(SystemTicker.INSTANCE);
  }

  /**
   * Runs {@code body} with this clock as {@link #current()}. A {@code Server} does so for each
   * handler, with the clock of its network; a test does so for itself.
   */
  default void run(Runnable body) {
    if (current() == this) {
      body.run(); // a binding costs every parked thread some hundred bytes of stack
    } else {
      ScopedValue.where(SystemTicker.AMBIENT, this).run(body);
    }
  }
}
