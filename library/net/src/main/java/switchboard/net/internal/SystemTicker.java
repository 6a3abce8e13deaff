package switchboard.net.internal;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/** The ticker over the system's monotonic clock. Also holds the binding of a thread's ticker. */
public enum SystemTicker implements Ticker {
  INSTANCE;

  /** The ticker of the current thread, if it is not the system's. */
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
