package switchboard.testkit;

import java.time.Duration;
import switchboard.testkit.internal.FaultPlan;
import switchboard.testkit.internal.FaultPlan.Kind;

/**
 * What goes wrong, how often, and from which seed: for a {@link FaultyEngine}. Immutable; nothing
 * goes wrong until it is asked for. Probabilities are from 0, never, to 1, every time.
 *
 * <pre>{@code
 * Faults faults = Faults.seeded(42).shortReads(0.5).delays(0.1, Duration.ofMillis(5));
 * }</pre>
 */
public final class Faults {
  final FaultPlan plan;

  private Faults(FaultPlan plan) {
    this.plan = plan;
  }

  /** Nothing goes wrong yet; {@code seed} decides everything, so print it when a test fails. */
  public static Faults seeded(long seed) {
    return new Faults(FaultPlan.seeded(seed));
  }

  private Faults with(Kind kind, double probability) {
    return new Faults(plan.with(kind, probability));
  }

  /** A read takes fewer bytes than there are. */
  public Faults shortReads(double probability) {
    return with(Kind.SHORT_READ, probability);
  }

  /** A write takes fewer bytes than would fit. */
  public Faults shortWrites(double probability) {
    return with(Kind.SHORT_WRITE, probability);
  }

  /** A read or a write waits before it starts, up to {@code longest} on its thread's ticker. */
  public Faults delays(double probability, Duration longest) {
    return new Faults(plan.with(Kind.DELAY, probability).withDelay(longest));
  }

  /**
   * Everything is on its way for some time, counted from when its receiver's socket was looked at
   * after it came, on the ticker of whoever looked. Datagrams overtake each other; streams keep
   * their order.
   *
   * @param most at least {@code least}
   */
  public Faults latency(Duration least, Duration most) {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException("a latency from " + least + " to " + most + " is none");
    }
    return new Faults(plan.withLatency(least, most));
  }

  /** A datagram does not arrive; its sender does not learn of it. */
  public Faults datagramLoss(double probability) {
    return with(Kind.DATAGRAM_LOSS, probability);
  }

  /** A datagram arrives twice, after a latency of its own each time. */
  public Faults datagramDoubling(double probability) {
    return with(Kind.DATAGRAM_DOUBLING, probability);
  }

  /**
   * A segment of a stream is lost, 1,460 bytes or what there is, and sent again after a time, as
   * often as it is lost; all that follows waits behind it, as over TCP. That TCP waits longer each
   * time where nothing follows (RFC 6298 §5.5), and sends less after a loss, is left out.
   *
   * @param repair from the sending of a segment until it is sent again: on Linux some two round
   *     trips at best, while messages follow that tell of the loss (RFC 8985); else 200 ms or more
   */
  public Faults segmentLoss(double probability, Duration repair) {
    return new Faults(plan.with(Kind.SEGMENT_LOSS, probability).withRetransmission(repair));
  }

  /** A read or a write finds the connection reset; the peer hears of it too. */
  public Faults resets(double probability) {
    return with(Kind.RESET, probability);
  }

  /**
   * Before a read or a write the peer is gone without a word: from then on writes are swallowed,
   * and reads get nothing, not even an end.
   */
  public Faults silence(double probability) {
    return with(Kind.SILENCE, probability);
  }

  /** A connect is refused. */
  public Faults refusals(double probability) {
    return with(Kind.REFUSAL, probability);
  }

  /** An accept finds no descriptor left; the caller goes on waiting. */
  public Faults acceptFailures(double probability) {
    return with(Kind.ACCEPT_FAILURE, probability);
  }

  /** Tells the seed, by which a run is repeated. */
  @Override
  public String toString() {
    return plan.toString();
  }
}
