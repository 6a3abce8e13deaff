package switchboard.echo;

import java.util.concurrent.TimeUnit;

/**
 * Detects datagrams that circulate between two echo servers. Such a datagram arrives again and
 * again from the same address and port with the same content. Safe for use by several threads.
 *
 * <p>The memory is fixed. It is a set-associative cache of {@link #SETS} sets: the hash of a
 * datagram selects the set, and a new datagram replaces the least recently seen one of its set.
 */
final class LoopDetector {
  static final int SETS = 1024;
  private static final int WAYS = 4;

  /** The time after which a datagram is forgotten: no network delays a datagram for longer. */
  private static final long FORGOTTEN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final int timesMax;
  private final long[] hashes = new long[SETS * WAYS]; // guarded by this, as are all fields below
  private final long[] lastNanos = new long[SETS * WAYS];
  private final int[] times = new int[SETS * WAYS]; // 0: the entry is free

  /** Creates a detector of datagrams that arrive more than {@code timesMax} times. */
  LoopDetector(int timesMax) {
    this.timesMax = timesMax;
  }

  /**
   * Records a datagram.
   *
   * @param hash the hash of its source and content
   * @return whether it has arrived too often; its count then starts again
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

  /** Returns the entry of a datagram, or a free entry of its set, if necessary by eviction. */
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
