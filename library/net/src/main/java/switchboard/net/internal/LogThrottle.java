package switchboard.net.internal;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/** How many lines of one kind may be logged now, and how many were left out. Any thread. */
final class LogThrottle {
  static final int LINES_AT_ONCE = 10;
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Level level;
  private final long aheadNanosMax;

  private boolean used; // guarded by this, as all below

  /** When all lines so far would have been logged at one a second. */
  private long dueNanos;

  private long leftOut;
  private long leftOutNanos;

  LogThrottle(Level level, int linesAtOnce) {
    this.level = level;
    this.aheadNanosMax = (linesAtOnce - 1) * LINE_NANOS;
  }

  Level level() {
    return level;
  }

  /** Counts one line: how many were left out before it, or -1 if it is to be left out too. */
  synchronized long admit(long nowNanos) {
    if (!used || nowNanos - dueNanos > 0) {
      used = true;
      dueNanos = nowNanos;
    }
    if (dueNanos - nowNanos > aheadNanosMax) {
      leftOut++;
      leftOutNanos = nowNanos;
      return -1;
    }
    dueNanos += LINE_NANOS;
    return takeLeftOut();
  }

  /** How many were left out, if the last of them was a second ago; they count no more then. */
  synchronized long leftOut(long nowNanos, boolean anyway) {
    return anyway || nowNanos - leftOutNanos >= LINE_NANOS ? takeLeftOut() : 0;
  }

  synchronized boolean hasLeftOut() {
    return leftOut > 0;
  }

  private long takeLeftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
