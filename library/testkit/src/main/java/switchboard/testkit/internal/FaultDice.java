package switchboard.testkit.internal;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import switchboard.testkit.Faults;

/** The dice of one role in one faulty connection. Any thread. */
public final class FaultDice {
  private static final int PIECE_MAX = 16;
  private static final int RETRANSMISSIONS_MAX = 8;

  private final Faults faults;
  private final SplittableRandom dice; // guarded by this

  public FaultDice(Faults faults, SplittableRandom dice) {
    this.faults = faults;
    this.dice = dice;
  }

  /** Whether it happens this time. */
  public synchronized boolean strikes(Faults.Kind kind) {
    return dice.nextDouble() < faults.probability(kind);
  }

  /** How long to wait; zero for not at all. */
  synchronized long delayNanos() {
    boolean delayed = strikes(Faults.Kind.DELAY);
    long max = faults.delayMax().toNanos();
    return delayed && max > 0 ? 1 + dice.nextLong(max) : 0;
  }

  /** How long something is on its way. */
  synchronized long latencyNanos() {
    long least = faults.latencyLeast().toNanos();
    long more = faults.latencyMost().toNanos() - least;
    return more > 0 ? least + dice.nextLong(more + 1) : least;
  }

  /** How much later a segment comes because it was lost, perhaps again and again. */
  synchronized long retransmissionNanos() {
    int lost = 0;
    while (lost < RETRANSMISSIONS_MAX && strikes(Faults.Kind.SEGMENT_LOSS)) {
      lost++;
    }
    return lost * faults.retransmission().toNanos();
  }

  /** How many bytes to transfer at most. */
  synchronized int piece(Faults.Kind kind, ByteBuffer whole) {
    boolean cut = strikes(kind);
    return cut && whole.hasRemaining()
        ? 1 + dice.nextInt(Math.min(whole.remaining(), PIECE_MAX))
        : whole.remaining();
  }
}
