package switchboard.testkit.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The kinds of faults, their probabilities and the seed of all decisions. Immutable.
 *
 * @param probabilities the probability of each kind, from 0 to 1; a kind that is missing in the map
 *     never happens
 */
public record FaultPlan(long seed, Map<Kind, Double> probabilities, Times times) {
  /**
   * The durations of faults. The probability of a {@link Kind} determines whether a fault happens.
   */
  public record Times(
      Duration delayMax, Duration latencyLeast, Duration latencyMost, Duration retransmission) {
    private static final Times NONE =
        new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    public Times {
      for (Duration each : List.of(delayMax, latencyLeast, latencyMost, retransmission)) {
        if (each.isNegative()) {
          throw new IllegalArgumentException("a duration of a fault must not be negative: " + each);
        }
      }
    }
  }

  /** A kind of fault. */
  public enum Kind {
    SHORT_READ,
    SHORT_WRITE,
    DELAY,
    RESET,
    SILENCE,
    REFUSAL,
    ACCEPT_FAILURE,
    DATAGRAM_LOSS,
    DATAGRAM_DOUBLING,
    SEGMENT_LOSS
  }

  /**
   * A purpose for which random decisions are made. Each role has its own random generator. The
   * number of a role is part of the seed of its generator and must not change; otherwise old seeds
   * would no longer repeat their runs.
   */
  public enum Role {
    CALLER_READS(1),
    CALLER_WRITES(2),
    CALLED_READS(3),
    CALLED_WRITES(4),
    CONNECTS(5),
    ACCEPTS(6),
    DATAGRAMS(7),
    TO_CALLER(8),
    TO_CALLED(9);

    private final long number;

    Role(long number) {
      this.number = number;
    }
  }

  /** Returns a plan without faults. */
  public static FaultPlan seeded(long seed) {
    return new FaultPlan(seed, Map.of(), Times.NONE);
  }

  /** Returns a copy in which {@code kind} happens with the given probability. */
  public FaultPlan with(Kind kind, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("probability must be from 0 to 1, not " + probability);
    }
    var more = new EnumMap<Kind, Double>(Kind.class);
    more.putAll(probabilities);
    more.put(kind, probability);
    return new FaultPlan(seed, more, times);
  }

  /** Returns a copy with a maximum delay of reads and writes. */
  public FaultPlan withDelay(Duration max) {
    return with(new Times(max, times.latencyLeast, times.latencyMost, times.retransmission));
  }

  /** Returns a copy with a range of latencies. */
  public FaultPlan withLatency(Duration least, Duration most) {
    return with(new Times(times.delayMax, least, most, times.retransmission));
  }

  /** Returns a copy with a retransmission timeout. */
  public FaultPlan withRetransmission(Duration repair) {
    return with(new Times(times.delayMax, times.latencyLeast, times.latencyMost, repair));
  }

  private FaultPlan with(Times changed) {
    return new FaultPlan(seed, probabilities, changed);
  }

  double probability(Kind kind) {
    return probabilities.getOrDefault(kind, 0.0);
  }

  /** Returns whether any fault affects datagrams. */
  public boolean touchesDatagrams() {
    return isSlow()
        || probability(Kind.DATAGRAM_LOSS) > 0
        || probability(Kind.DATAGRAM_DOUBLING) > 0;
  }

  /** Returns whether segments of streams arrive with a delay. */
  public boolean delaysSegments() {
    return isSlow() || probability(Kind.SEGMENT_LOSS) > 0;
  }

  private boolean isSlow() {
    return !times.latencyMost.isZero();
  }

  /**
   * Returns the generator of one role of one connection. Its decisions do not depend on other roles
   * or connections.
   */
  public FaultDice chance(Role role, long number) {
    var seeds = new SplittableRandom(seed ^ (role.number << 56) ^ number);
    return new FaultDice(this, new SplittableRandom(seeds.nextLong()));
  }

  /** Returns the seed and the faults, with which a run can be repeated. */
  @Override
  public String toString() {
    return "faults of seed " + seed + ": " + probabilities + ", " + times;
  }
}
