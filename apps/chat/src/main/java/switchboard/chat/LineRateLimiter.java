package switchboard.chat;

import java.util.concurrent.TimeUnit;

/**
 * Limits the rate of lines from one member or one address with a token bucket. The bucket allows a
 * burst of lines, and then a fixed number of lines per second. Thread-safe.
 */
final class LineRateLimiter {
  /**
   * A line costs one token, plus one token for each full block of this number of bytes. The value
   * is the maximum length of an IRC message (RFC 2812 §2.3).
   */
  private static final int BYTES_PER_LINE = 512;

  private final long burstNanos;
  private final double nanosPerLine;

  /**
   * The time at which the bucket will be full again: the theoretical arrival time of the generic
   * cell rate algorithm (GCRA). Guarded by this.
   */
  private long fullNanos;

  /**
   * Creates a limiter that allows bursts of {@code burst} lines and then {@code perSecond} lines
   * per second. Its bucket is full at the time {@code nowNanos}.
   */
  LineRateLimiter(int burst, double perSecond, long nowNanos) {
    this.nanosPerLine = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.burstNanos = (long) (burst * nanosPerLine);
    this.fullNanos = nowNanos;
  }

  /** Returns the number of tokens that a line of {@code bytes} costs. */
  static int cost(int bytes) {
    return 1 + bytes / BYTES_PER_LINE;
  }

  /**
   * Takes {@code lines} tokens from the bucket. The number of tokens in the bucket may become
   * negative.
   *
   * @return the time in nanoseconds from {@code nowNanos} for which the line must be delayed; 0 if
   *     there were enough tokens
   */
  synchronized long take(int lines, long nowNanos) {
    long full = Math.max(0, fullNanos - nowNanos);
    fullNanos = nowNanos + full + (long) (lines * nanosPerLine);
    return Math.max(0, fullNanos - nowNanos - burstNanos);
  }

  /**
   * Returns whether the bucket is full. A limiter with a full bucket behaves like a new limiter,
   * and can therefore be removed.
   */
  synchronized boolean isFull(long nowNanos) {
    return fullNanos - nowNanos <= 0;
  }
}
