package switchboard.echo;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Limits the number of datagrams per second from each source that are answered. The limiter is a
 * token bucket for each source; a burst may contain as many datagrams as are allowed in one second.
 * Thread-safe.
 *
 * <p>The limiter uses a fixed number of slots, even if source addresses are forged. The hash of a
 * source selects its slot. Sources with the same slot share one limit. An attacker that forges many
 * source addresses therefore cannot cause the limit of another source to be reset.
 */
final class SourceRateLimiter {
  static final int SLOTS = 4096;

  private final long intervalNanos; // 0: no limit
  private final long windowNanos;

  /**
   * For each slot, the time at which all tokens that the answered datagrams have used are available
   * again.
   */
  private final long[] paidUntil = new long[SLOTS]; // guarded by this, like started

  private boolean started;

  /**
   * Creates a limiter.
   *
   * @param perSecond the maximum number of datagrams per second from each source; 0 for no limit
   */
  SourceRateLimiter(int perSecond) {
    intervalNanos = perSecond == 0 ? 0 : Math.max(1, TimeUnit.SECONDS.toNanos(1) / perSecond);
    windowNanos = intervalNanos * perSecond;
  }

  /**
   * Takes a token for a datagram from a source. Returns false if no token is left for this source.
   */
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
