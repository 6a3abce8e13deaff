package switchboard.chat;

import java.util.concurrent.TimeUnit;

/**
 * The rate at which lines are accepted from one member or one address, as a token bucket: a number
 * of lines at once, then a fixed number of lines a second. Any thread.
 */
final class LineRateLimiter {
  /**
   * A line costs one, and one more for each of these: the length of a line of IRC (RFC 2812 §2.3).
   */
  private static final int BYTES_PER_LINE = 512;

  private final long burstNanos;
  private final double nanosPerLine;

  /**
   * When the bucket is full again (the theoretical arrival time of the generic cell rate
   * algorithm); guarded by this.
   */
  private long fullNanos;

  /** A full bucket of {@code burst} lines at the time {@code nowNanos}. */
  LineRateLimiter(int burst, double perSecond, long nowNanos) {
    this.nanosPerLine = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.burstNanos = (long) (burst * nanosPerLine);
    this.fullNanos = nowNanos;
  }

  /** How many lines a line of {@code bytes} counts for. */
  static int cost(int bytes) {
    return 1 + bytes / BYTES_PER_LINE;
  }

  /**
   * Takes {@code lines} from the bucket, which may go below zero.
   *
   * @return for how many nanoseconds from {@code nowNanos} the line must wait; zero if the bucket
   *     held enough
   */
  synchronized long take(int lines, long nowNanos) {
    long full = Math.max(0, fullNanos - nowNanos);
    fullNanos = nowNanos + full + (long) (lines * nanosPerLine);
    return Math.max(0, fullNanos - nowNanos - burstNanos);
  }

  /** Whether nothing is taken: then a new bucket is the same as this one. */
  synchronized boolean isFull(long nowNanos) {
    return fullNanos - nowNanos <= 0;
  }
}
