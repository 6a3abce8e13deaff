package switchboard.echo;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of datagrams per second that are answered for each source. It is a token bucket
 * with a burst of one second. Safe for use by several threads.
 *
 * <p>The memory is fixed, even if sources are forged. Sources whose hashes select the same slot
 * share one limit, so that a flood of forged sources never evicts and thereby resets a limit.
 */
final class SourceRateLimiter {
  static final int SLOTS = 4096;

  private final long intervalNanos; // 0: no limit
  private final long windowNanos;

  /** For each slot, the time until which the answered datagrams have used up the rate. */
  private final long[] paidUntil = new long[SLOTS]; // guarded by this, as is started

  private boolean started;

  /**
   * Creates a limiter.
   *
   * @param perSecond the rate for each source; 0 for no limit
   */
  SourceRateLimiter(int perSecond) {
    intervalNanos = perSecond == 0 ? 0 : Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
    windowNanos = intervalNanos * perSecond;
  }

  /** Takes a token of the source. Returns false if it has none. */
  synchronized boolean tryTake(long sourceHash, long nowNanos) {
    if (intervalNanos == 0) {
      return true;
    }
    if (!started) {
      Arrays.fill(paidUntil, nowNanos - windowNanos);
      started = true;
    }
    int slot = (int) sourceHash & (SLOTS - 1);
    long earliest = nowNanos - windowNanos;
    long paid = paidUntil[slot] - earliest > 0 ? paidUntil[slot] : earliest;
    if (paid + intervalNanos - nowNanos > 0) {
      return false;
    }
    paidUntil[slot] = paid + intervalNanos;
    return true;
  }
}
