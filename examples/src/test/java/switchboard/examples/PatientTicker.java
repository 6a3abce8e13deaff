package switchboard.examples;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/**
 * A clock for the limits of an example that is run by a test: it counts what its threads have
 * waited, and of each wait a moment at most. However long a busy machine stands still, whoever is
 * waited for has many more moments to answer. Any thread.
 */
final class PatientTicker implements Ticker {
  private static final long MOMENT_NANOS = 10_000_000;

  private final AtomicLong waitedNanos = new AtomicLong();

  @Override
  public long nanos() {
    return waitedNanos.get();
  }

  @Override
  public void park(Object blocker, long nanosMax) {
    long moment = Math.min(nanosMax, MOMENT_NANOS);
    long before = System.nanoTime();
    LockSupport.parkNanos(blocker, moment);
    waitedNanos.addAndGet(Math.min(System.nanoTime() - before, moment));
  }
}
