package switchboard.net.internal;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/** The kernel's monotonic clock, and the place where a thread's own clock is bound. */
public enum SystemTicker implements Ticker {
  INSTANCE;

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
