package switchboard.net.internal;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/**
 * The ticker that uses the system's monotonic clock. This class also contains the scoped value that
 * holds the ticker of a thread.
 */
public enum SystemTicker implements Ticker {
  INSTANCE;

  /** The ticker of the current thread; bound only if it is not the system ticker. */
  public static final ScopedValue<Ticker> AMBIENT = ScopedValue.newInstance();

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void park(Object blocker, long nanosMax) {
    LockSupport.parkNanos(blocker, nanosMax);
  }
}
