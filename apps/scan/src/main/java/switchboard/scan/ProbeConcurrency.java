package switchboard.scan;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.Ticker;
import switchboard.net.spi.support.Waiting;

/**
 * Limits the number of concurrent probes of a scan. A shortage of file descriptors, local ports or
 * memory halves the limit. The limit grows by one when the number of successful probes since the
 * last change of the limit equals the limit. TCP adapts its congestion window in the same way (RFC
 * 5681). Thread-safe. Acquires no lock as long as the limit is not reached.
 */
final class ProbeConcurrency {
  private static final int RETRIES_MAX = 12;
  private static final long FIRST_PAUSE_NANOS = 5_000_000; // doubled for each retry
  private static final long LONGEST_PAUSE_NANOS = 640_000_000; // 12 pauses: about 4.5 s in total

  private final int max;
  private final AtomicInteger active = new AtomicInteger();
  private volatile int limit;
  private volatile int waiting; // written under this

  /**
   * The number of times that the limit was reduced. A probe compares this number with the number at
   * its start, so that several concurrent shortages reduce the limit only once.
   */
  private volatile int reductions; // written under this

  private int sinceChange; // successful probes since the limit last changed; guarded by this
  private long successes; // successful probes since the first shortage; guarded by this

  /**
   * Whether a thread has given up because of a shortage, and no probe has succeeded after that.
   * While this is true, other threads with a shortage give up immediately.
   */
  private volatile boolean hopeless;

  /** Creates an instance that allows at most {@code max} concurrent probes. */
  ProbeConcurrency(int max) {
    this.max = max;
    this.limit = max;
  }

  /**
   * The permit to probe one port, with the number of shortages that occurred for this port.
   * Confined to the thread that probes the port.
   */
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

    /** Releases the permit after a probe for which this machine had enough resources. */
    void leaveWell() {
      leave();
      if (reductions > 0) {
        countSuccess();
      }
    }

    /**
     * Releases the permit after a probe for which this machine lacked a resource. Reduces the
     * limit, and pauses.
     *
     * @return true if the port should be probed again; false if the shortage has lasted too long
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
    waiting++; // before tryEnter(), so that a later leave() notifies this thread
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
   * Halves the limit, unless another thread has halved the limit since this probe started.
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
