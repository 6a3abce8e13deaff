package switchboard.testkit.internal;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/**
 * The random decisions for one purpose of one faulty connection. Safe for use by several threads.
 */
public final class FaultDice {
  private static final int PIECE_MAX = 16;
  private static final int RETRANSMISSIONS_MAX = 8;

  private final FaultPlan faults;
  private final SplittableRandom dice; // guarded by this

  FaultDice(FaultPlan faults, SplittableRandom dice) {
    this.faults = faults;
    this.dice = dice;
  }

  /** Decides at random whether a fault of this kind happens now. */
  public synchronized boolean strikes(FaultPlan.Kind kind) {
    return dice.nextDouble() < faults.probability(kind);
  }

  /** Returns a random delay before a read or write, in nanoseconds; 0 means no delay. */
  synchronized long delayNanos() {
    boolean delayed = strikes(FaultPlan.Kind.DELAY);
    long max = faults.times().delayMax().toNanos();
    return delayed && max > 0 ? 1 + dice.nextLong(max) : 0;
  }

  /** Returns a random latency for a datagram or segment, in nanoseconds. */
  synchronized long latencyNanos() {
    long least = faults.times().latencyLeast().toNanos();
    long more = faults.times().latencyMost().toNanos() - least;
    return more > 0 ? least + dice.nextLong(more + 1) : least;
  }

  /**
   * Returns the delay that retransmissions add to a segment, in nanoseconds; 0 if the segment is
   * not lost.
   */
  synchronized long retransmissionNanos() {
    int lost = 0;
    while (lost < RETRANSMISSIONS_MAX && strikes(FaultPlan.Kind.SEGMENT_LOSS)) {
      lost++;
    }
    return lost * faults.times().retransmission().toNanos();
  }

  /**
   * Returns the maximum number of bytes to transfer in one call, which is chosen at random if the
   * fault happens.
   */
  synchronized int piece(FaultPlan.Kind kind, ByteBuffer buffer) {
    boolean partial = strikes(kind);
    return partial && buffer.hasRemaining()
        ? 1 + dice.nextInt(Math.min(buffer.remaining(), PIECE_MAX))
        : buffer.remaining();
  }
}
