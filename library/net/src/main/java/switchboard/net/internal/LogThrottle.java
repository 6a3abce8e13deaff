package switchboard.net.internal;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * Limits the rate of log lines with the same template, and counts the lines that are omitted.
 * Thread-safe.
 */
final class LogThrottle {
  static final int LINES_AT_ONCE = 10;
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Level level;
  private final long aheadNanosMax;

  private boolean used; // guarded by this, as are the fields below

  /**
   * The time at which all lines that were logged so far would have been logged if each had been
   * followed by a pause of one second.
   */
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

  /**
   * Counts a line. Returns the number of lines omitted before this line, or -1 if this line must be
   * omitted.
   */
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

  /**
   * If the last omitted line is at least a second old, or {@code anyway} is true, returns the
   * number of omitted lines and sets this number to 0. Otherwise returns 0.
   */
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
