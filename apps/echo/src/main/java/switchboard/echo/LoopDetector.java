package switchboard.echo;

import java.util.concurrent.TimeUnit;

/**
 * Finds datagrams that circulate between two echo servers: each time such a datagram comes from the
 * same address and port with the same content. For {@link EchoDatagrams}; any thread.
 *
 * <p>The memory is fixed. Each datagram has a place in one of {@link #SETS} sets, and the one of
 * its set that has not come for longest gives way to a new one.
 */
final class LoopDetector {
  static final int SETS = 1024;
  private static final int WAYS = 4;

  /** A datagram that takes longer to come back than this is not in any network. */
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int timesMax;
  private final long[] hashes = new long[SETS * WAYS]; // guarded by this, as all below
  private final long[] lastNanos = new long[SETS * WAYS];
  private final int[] times = new int[SETS * WAYS]; // 0 = the place is free

  /** Finds those that come more than {@code timesMax} times. */
  LoopDetector(int timesMax) {
    this.timesMax = timesMax;
  }

  /**
   * Notes that a datagram has come.
   *
   * @param hash of its source and content
   * @return whether it has come too often; then it is forgotten, and the count begins again
   */
  synchronized boolean isOneTooMany(long hash, long nowNanos) {
    int place = place(hash, nowNanos);
    hashes[place] = hash;
    lastNanos[place] = nowNanos;
    times[place]++;
    if (times[place] <= timesMax) {
      return false;
    }
    times[place] = 0;
    return true;
  }

  /** Where it is, or where it may be with a count of zero. */
  private int place(long hash, long nowNanos) {
    int first = ((int) hash & (SETS - 1)) * WAYS;
    int chosen = first;
    for (int i = first; i < first + WAYS; i++) {
      if (nowNanos - lastNanos[i] > FORGOTTEN_NANOS) {
        times[i] = 0;
      }
      if (times[i] > 0 && hashes[i] == hash) {
        return i;
      }
      boolean better = times[i] == 0 || lastNanos[i] - lastNanos[chosen] < 0;
      if (times[chosen] > 0 && better) {
        chosen = i;
      }
    }
    times[chosen] = 0;
    return chosen;
  }
}
