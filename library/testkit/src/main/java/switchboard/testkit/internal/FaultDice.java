package switchboard.testkit.internal;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** The dice of one role in one faulty connection. Any thread. */
public final class FaultDice {
  private static final int PIECE_MAX = 16;
  private static final int RETRANSMISSIONS_MAX = 8;

  private final FaultPlan faults;
  private final SplittableRandom dice; // guarded by this

  FaultDice(FaultPlan faults, SplittableRandom dice) {
    this.faults = faults;
    this.dice = dice;
  }

  /** Whether it happens this time. */
  public synchronized boolean strikes(FaultPlan.Kind kind) {
    return dice.nextDouble() < faults.probability(kind);
  }

  /** How long to wait; zero for not at all. */
  synchronized long delayNanos() {
    boolean delayed = strikes(FaultPlan.Kind.DELAY);
    long max = faults.times().delayMax().toNanos();
    return delayed && max > 0 ? 1 + dice.nextLong(max) : 0;
  }

  /** How long something is on its way. */
  synchronized long latencyNanos() {
    long least = faults.times().latencyLeast().toNanos();
    long more = faults.times().latencyMost().toNanos() - least;
    return more > 0 ? least + dice.nextLong(more + 1) : least;
  }

  /** How much later a segment comes because it was lost, perhaps again and again. */
  synchronized long retransmissionNanos() {
    int lost = 0;
    while (lost < RETRANSMISSIONS_MAX && strikes(FaultPlan.Kind.SEGMENT_LOSS)) {
      lost++;
    }
    return lost * faults.times().retransmission().toNanos();
  }

  /** How many bytes to transfer at most. */
  synchronized int piece(FaultPlan.Kind kind, ByteBuffer whole) {
    boolean cut = strikes(kind);
    return cut && whole.hasRemaining()
        ? 1 + dice.nextInt(Math.min(whole.remaining(), PIECE_MAX))
        : whole.remaining();
  }
}
