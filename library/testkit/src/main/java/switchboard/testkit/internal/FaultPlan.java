package switchboard.testkit.internal;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What goes wrong, how often, and from which seed. Immutable.
 *
 * @param probabilities from 0 to 1; a kind that is missing never happens
 */
public record FaultPlan(long seed, Map<Kind, Double> probabilities, Times times) {
  /** How long things take; each has a kind that says whether it happens. */
  public record Times(
      Duration delayMax, Duration latencyLeast, Duration latencyMost, Duration retransmission) {
    private static final Times NONE =
        new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  /** What can go wrong. */
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

  /** A source of random decisions of its own; its place in the seed never changes. */
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

    private final long place;

    Role(long place) {
      this.place = place;
    }
  }

  /** Nothing goes wrong. */
  public static FaultPlan seeded(long seed) {
    return new FaultPlan(seed, Map.of(), Times.NONE);
  }

  /** The same plan, and {@code kind} happens with this probability. */
  public FaultPlan with(Kind kind, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(probability + " is no probability from 0 to 1");
    }
    var more = new EnumMap<Kind, Double>(Kind.class);
    more.putAll(probabilities);
    more.put(kind, probability);
    return new FaultPlan(seed, more, times);
  }

  /** The same plan with a delay of reads and writes. */
  public FaultPlan withDelay(Duration max) {
    return with(new Times(max, times.latencyLeast, times.latencyMost, times.retransmission));
  }

  /** The same plan with a latency. */
  public FaultPlan withLatency(Duration least, Duration most) {
    return with(new Times(times.delayMax, least, most, times.retransmission));
  }

  /** The same plan with a time until a lost segment is sent again. */
  public FaultPlan withRetransmission(Duration repair) {
    return with(new Times(times.delayMax, times.latencyLeast, times.latencyMost, repair));
  }

  private FaultPlan with(Times changed) {
    return new FaultPlan(seed, probabilities, changed);
  }

  double probability(Kind kind) {
    return probabilities.getOrDefault(kind, 0.0);
  }

  /** Whether datagrams need to be looked at. */
  public boolean touchesDatagrams() {
    return isSlow()
        || probability(Kind.DATAGRAM_LOSS) > 0
        || probability(Kind.DATAGRAM_DOUBLING) > 0;
  }

  /** Whether the segments of streams arrive later than they are sent. */
  public boolean delaysSegments() {
    return isSlow() || probability(Kind.SEGMENT_LOSS) > 0;
  }

  private boolean isSlow() {
    return !times.latencyMost.isZero();
  }

  /** The dice of one role in one connection, which no other one disturbs. */
  public FaultDice chance(Role role, long number) {
    var places = new SplittableRandom(seed ^ (role.place << 56) ^ number);
    return new FaultDice(this, new SplittableRandom(places.nextLong()));
  }

  /** Tells the seed, by which a run is repeated. */
  @Override
  public String toString() {
    return "faults of seed " + seed + ": " + probabilities + ", " + times;
  }
}
