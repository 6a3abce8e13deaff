package switchboard.scan;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.Ticker;
import switchboard.net.spi.support.Waiting;

/**
 * Limits the number of concurrent probes of a scan. A shortage of descriptors, local ports or
 * memory halves the limit; after as many successful probes as the limit allows at once, it grows by
 * one. TCP adapts its congestion window in the same way (RFC 5681). Thread-safe; takes no lock
 * while the limit is not reached.
 */
final class ProbeConcurrency {
  private static final int RETRIES_MAX = 12;
  private static final long FIRST_PAUSE_NANOS = 5_000_000; // doubled each time, up to the longest
  private static final long LONGEST_PAUSE_NANOS = 640_000_000; // 12 pauses take about 4.5 s in all

  private final int max;
  private final AtomicInteger active = new AtomicInteger();
  private volatile int limit;
  private volatile int waiting; // written under this

  /** Counts the reductions of the limit, so that concurrent shortages reduce it only once. */
  private volatile int reductions; // written under this

  private int sinceChange; // successful probes since the limit last changed; guarded by this
  private long successes; // successful probes since the first shortage; guarded by this

  /**
   * Whether a thread has given up and no probe has succeeded since: then others give up at once.
   */
  private volatile boolean hopeless;

  /** Allows at most {@code max} concurrent probes. */
  ProbeConcurrency(int max) {
    this.max = max;
    this.limit = max;
  }

  /** The permits and the shortages of one port. Confined to the thread that probes it. */
  final class Permit {
    private int shortages;
    private int reductionsAtStart;
    private long successesBefore;

    /** Blocks until a probe may start. */
    void enter() throws InterruptedException {
      if (!tryEnter()) {
        awaitPermit();
      }
      reductionsAtStart = reductions;
    }

    /** Releases the permit after a probe that had the resources it needed. */
    void leaveWell() {
      leave();
      if (reductions > 0) {
        countSuccess();
      }
    }

    /**
     * Releases the permit after a probe that lacked a resource, reduces the limit, and pauses.
     *
     * @return whether to try again; false if the shortage has lasted too long
     */
    boolean leaveShort() throws IOException {
      leave();
      long successesNow = reduce(reductionsAtStart);
      if (shortages == 0) {
        successesBefore = successesNow;
      }
      if (hopeless || shortages == RETRIES_MAX) {
        hopeless = successesNow == successesBefore;
        return false;
      }
      pause(Math.min(FIRST_PAUSE_NANOS << shortages, LONGEST_PAUSE_NANOS));
      shortages++;
      return true;
    }
  }

  private boolean tryEnter() {
    int now = active.get();
    while (now < limit) {
      if (active.compareAndSet(now, now + 1)) {
        return true;
      }
      now = active.get();
    }
    return false;
  }

  private synchronized void awaitPermit() throws InterruptedException {
    waiting++; // before the next tryEnter, so that a thread that leaves after it notifies this one
    try {
      while (!tryEnter()) {
        wait();
      }
    } finally {
      waiting--;
    }
  }

  private void leave() {
    active.decrementAndGet();
    if (waiting > 0) {
      synchronized (this) {
        notify();
      }
    }
  }

  private synchronized void countSuccess() {
    successes++;
    sinceChange++;
    hopeless = false;
    if (limit < max && sinceChange >= limit) {
      limit++;
      sinceChange = 0;
      notify();
    }
  }

  /**
   * Halves the limit, unless another thread has done so since this probe started.
   *
   * @return the number of successful probes since the first shortage
   */
  private synchronized long reduce(int reductionsAtStart) {
    if (reductions == reductionsAtStart) {
      reductions++;
      limit = Math.max(1, Math.min(limit, active.get() + 1) / 2);
      sinceChange = 0;
    }
    return successes;
  }

  private void pause(long nanos) throws IOException {
    Ticker ticker = Ticker.current();
    long end = ticker.nanos() + nanos;
    for (long left = nanos; left > 0; left = end - ticker.nanos()) {
      Waiting.park(this, left);
    }
  }
}
