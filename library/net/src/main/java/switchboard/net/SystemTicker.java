package switchboard.net;

import java.util.concurrent.locks.LockSupport;

/** The kernel's monotonic clock, and the place where a thread's own clock is bound. */
enum SystemTicker implements Ticker {
  INSTANCE;

  static final ScopedValue<Ticker> AMBIENT = ScopedValue.newInstance();

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public void park(Object blocker, long nanosMax) {
    LockSupport.parkNanos(blocker, nanosMax);
  }
}
