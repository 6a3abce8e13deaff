package switchboard.scan;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.Ticker;
import switchboard.net.spi.support.Waiting;

/**
 * How many tries of a scan go on at once. It goes down to half when this machine runs short of
 * something, and comes back by one more after each round that went well, as TCP's window does (RFC
 * 5681). Any thread; while there is room nobody takes a lock.
 */
final class ProbeConcurrency {
  private static final int TRIES_MAX = 12;
  private static final long FIRST_PAUSE_NANOS = 5_000_000; // doubled each time, up to the longest
  private static final long LONGEST_PAUSE_NANOS = 640_000_000; // so that it is 4 s in all

  private final int most;
  private final AtomicInteger active = new AtomicInteger();
  private volatile int limit;
  private volatile int waiting; // written under this

  /** Counts the times of slowing down, so that those who run short together do it once. */
  private volatile int slowings; // written under this

  private int credit; // what went well since the limit last changed; guarded by this
  private long well; // what went well since the first shortage; guarded by this

  /** Somebody has given up, and nothing went well since. */
  private volatile boolean hopeless;

  /** At most {@code most} at once. */
  ProbeConcurrency(int most) {
    this.most = most;
    this.limit = most;
  }

  /** What one port has suffered. Belongs to the thread that tries it. */
  final class Permit {
    private int shortages;
    private int slowingsAtStart;
    private long wellBefore;

    /** Blocks until there is room for a try. */
    void enter() throws InterruptedException {
      if (!tryEnter()) {
        awaitRoom();
      }
      slowingsAtStart = slowings;
    }

    /** The try is over, and has told something. */
    void leaveWell() {
      leave();
      if (slowings > 0) {
        praise();
      }
    }

    /**
     * The try is over and fell short: slows down, and waits a little.
     *
     * @return whether to try again; false when it has not got better for too long
     */
    boolean leaveShort() throws IOException {
      leave();
      long wellNow = slowDown(slowingsAtStart);
      if (shortages == 0) {
        wellBefore = wellNow;
      }
      if (hopeless || shortages == TRIES_MAX) {
        hopeless = wellNow == wellBefore;
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

  private synchronized void awaitRoom() throws InterruptedException {
    waiting++; // before the last look, so that whoever leaves after it sees somebody waiting
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

  private synchronized void praise() {
    well++;
    credit++;
    hopeless = false;
    if (limit < most && credit >= limit) {
      limit++;
      credit = 0;
      notify();
    }
  }

  /** Halves what is active, unless somebody has done so since the caller's try began. */
  private synchronized long slowDown(int slowingsAtStart) {
    if (slowings == slowingsAtStart) {
      slowings++;
      limit = Math.max(1, Math.min(limit, active.get() + 1) / 2);
      credit = 0;
    }
    return well;
  }

  private void pause(long nanos) throws IOException {
    Ticker ticker = Ticker.current();
    long end = ticker.nanos() + nanos;
    for (long left = nanos; left > 0; left = end - ticker.nanos()) {
      Waiting.park(this, left);
    }
  }
}
