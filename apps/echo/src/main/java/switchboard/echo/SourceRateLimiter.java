package switchboard.echo;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many datagrams a second are answered for each source: one second's worth at once, then
 * one for each that the rate has made room for. For {@link EchoDatagrams}; any thread.
 *
 * <p>The memory is fixed, whatever sources are forged. Sources share a slot by their hash, and with
 * it the limit, so that a flood of forged sources cannot renew the limit of any.
 */
final class SourceRateLimiter {
  static final int SLOTS = 4096;

  private final long intervalNanos; // 0 = no limit
  private final long windowNanos;

  /** For each slot the time at which all that was answered will have been within the rate. */
  private final long[] paidUntil = new long[SLOTS]; // guarded by this, as below

  private boolean started;

  /**
   * Limits each source.
   *
   * @param perSecond 0 = no limit
   */
  SourceRateLimiter(int perSecond) {
    intervalNanos = perSecond == 0 ? 0 : Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
    windowNanos = intervalNanos * perSecond;
  }

  /** Takes one from what the source may have now; false if it has none. */
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
