package switchboard.examples;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.Ticker;

/**
 * A clock for the deadlines of an example that a test runs. It advances only while threads wait,
 * and by at most 10 ms for each wait, so a deadline does not expire because of a pause of a busy
 * machine. Thread-safe.
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
