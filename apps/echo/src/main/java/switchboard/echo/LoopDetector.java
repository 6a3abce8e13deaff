package switchboard.echo;

import java.util.concurrent.TimeUnit;

/**
 * Detects datagrams that circulate between two echo servers. Such a datagram arrives again and
 * again from the same address and port with the same content. Thread-safe.
 *
 * <p>The detector uses a fixed amount of memory: a set-associative cache with {@link #SETS} sets.
 * The hash of a datagram selects a set. A new datagram replaces the datagram of the set that has
 * not arrived for the longest time.
 */
final class LoopDetector {
  static final int SETS = 1024;
  private static final int WAYS = 4;

  /**
   * If a datagram does not arrive again for this time, the detector forgets the datagram. No
   * network delays a datagram for longer than this time.
   */
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int timesMax;
  private final long[] hashes = new long[SETS * WAYS]; // guarded by this, as are all fields below
  private final long[] lastNanos = new long[SETS * WAYS];
  private final int[] times = new int[SETS * WAYS]; // 0: the entry is free

  /** Creates a detector that reports datagrams that arrive more than {@code timesMax} times. */
  LoopDetector(int timesMax) {
    this.timesMax = timesMax;
  }

  /**
   * Records the arrival of a datagram.
   *
   * @param hash the hash of the datagram's source and content
   * @return whether the datagram has arrived more often than the detector allows. In this case, the
   *     count of this datagram starts again at zero
   */
  synchronized boolean isOneTooMany(long hash, long nowNanos) {
    int index = index(hash, nowNanos);
    hashes[index] = hash;
    lastNanos[index] = nowNanos;
    times[index]++;
    if (times[index] <= timesMax) {
      return false;
    }
    times[index] = 0;
    return true;
  }

  /**
   * Returns the index of the entry for a datagram. If there is none, returns a free entry of the
   * datagram's set. If no entry of the set is free, first frees the entry of another datagram.
   */
  private int index(long hash, long nowNanos) {
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
