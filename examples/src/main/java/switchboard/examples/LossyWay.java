package switchboard.examples;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a simulated lossy network. The messages to lose are chosen at random; the same
 * seed always selects the same messages. With UDP, messages may be lost, duplicated or reordered.
 * With TCP, a lost message is retransmitted after {@link #REPAIR_MILLIS}, and all messages after it
 * are held back until the lost message has arrived.
 */
final class LossyWay implements Way {
  static final int LATENCY_LEAST_MILLIS = 20;
  static final int LATENCY_MOST_MILLIS = 80;

  /**
   * The time after which TCP retransmits a lost message: about two round trips, the minimum on
   * Linux at this latency.
   */
  static final int REPAIR_MILLIS = 220;

  static final double DOUBLED = 0.01;

  private final SplittableRandom dice;
  private final double loss;
  private final boolean tcp;
  private final PriorityQueue<Coming> coming =
      new PriorityQueue<>(
          Comparator.<Coming>comparingLong(each -> each.dueMillis)
              .thenComparingLong(each -> each.number));
  private long number;
  private long lastDueMillis;

  /** A message that was sent and has not arrived yet. */
  private static final class Coming {
    final byte[] message;
    final long dueMillis;
    final long number;

    Coming(byte[] message, long dueMillis, long number) {
      this.message = message;
      this.dueMillis = dueMillis;
      this.number = number;
    }
  }

  LossyWay(long seed, double loss, boolean tcp) {
    this.dice = new SplittableRandom(seed);
    this.loss = loss;
    this.tcp = tcp;
  }

  @Override
  public void send(byte[] message, long nowMillis) {
    if (tcp) {
      long due = nowMillis;
      while (dice.nextDouble() < loss) {
        due += REPAIR_MILLIS;
      }
      lastDueMillis = Math.max(lastDueMillis, due + latency());
      add(message, lastDueMillis);
      return;
    }
    boolean lost = dice.nextDouble() < loss;
    boolean doubled = dice.nextDouble() < DOUBLED;
    for (int copies = lost ? 0 : doubled ? 2 : 1; copies > 0; copies--) {
      add(message, nowMillis + latency());
    }
  }

  private int latency() {
    return dice.nextInt(LATENCY_LEAST_MILLIS, LATENCY_MOST_MILLIS + 1);
  }

  private void add(byte[] message, long dueMillis) {
    coming.add(new Coming(message, dueMillis, number++));
  }

  @Override
  public byte @Nullable [] poll(long nowMillis) {
    Coming first = coming.peek();
    if (first == null || first.dueMillis > nowMillis) {
      return null;
    }
    coming.remove();
    return first.message;
  }
}
