package switchboard.testkit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import switchboard.testkit.internal.FaultDice;

/**
 * What goes wrong, how often, and from which seed: for a {@link FaultyEngine}. Immutable; nothing
 * goes wrong until it is asked for. Probabilities are from 0, never, to 1, every time.
 *
 * <pre>{@code
 * Faults faults = Faults.seeded(42).shortReads(0.5).delays(0.1, Duration.ofMillis(5));
 * }</pre>
 */
public final class Faults {
  private final long seed;
  private final Map<Kind, Double> probabilities;
  private final Times times;

  /** How long things take; each has a kind that says whether it happens. */
  private record Times(
      Duration delayMax, Duration latencyLeast, Duration latencyMost, Duration retransmission) {
    static final Times NONE = new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
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

  /** Who decides by dice of his own, each from another place of the seed. */
  enum Role {
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

  private Faults(long seed, Map<Kind, Double> probabilities, Times times) {
    this.seed = seed;
    this.probabilities = probabilities;
    this.times = times;
  }

  /** Nothing goes wrong yet; {@code seed} decides everything, so print it when a test fails. */
  public static Faults seeded(long seed) {
    return new Faults(seed, Map.of(), Times.NONE);
  }

  private Faults with(Kind kind, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(probability + " is no probability from 0 to 1");
    }
    var more = new EnumMap<Kind, Double>(Kind.class);
    more.putAll(probabilities);
    more.put(kind, probability);
    return new Faults(seed, more, times);
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
    var longer = new Times(longest, times.latencyLeast, times.latencyMost, times.retransmission);
    return new Faults(seed, with(Kind.DELAY, probability).probabilities, longer);
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
    return new Faults(
        seed, probabilities, new Times(times.delayMax, least, most, times.retransmission));
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
    var longer = new Times(times.delayMax, times.latencyLeast, times.latencyMost, repair);
    return new Faults(seed, with(Kind.SEGMENT_LOSS, probability).probabilities, longer);
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

  public double probability(Kind kind) {
    return probabilities.getOrDefault(kind, 0.0);
  }

  public Duration delayMax() {
    return times.delayMax;
  }

  public Duration latencyLeast() {
    return times.latencyLeast;
  }

  public Duration latencyMost() {
    return times.latencyMost;
  }

  public Duration retransmission() {
    return times.retransmission;
  }

  /** Whether datagrams need to be looked at. */
  boolean touchDatagrams() {
    return isSlow()
        || probability(Kind.DATAGRAM_LOSS) > 0
        || probability(Kind.DATAGRAM_DOUBLING) > 0;
  }

  /** Whether streams come late. */
  boolean delaySegments() {
    return isSlow() || probability(Kind.SEGMENT_LOSS) > 0;
  }

  private boolean isSlow() {
    return !times.latencyMost.isZero();
  }

  /** The dice of one role in one connection, which no other one disturbs. */
  FaultDice chance(Role role, long number) {
    var places = new SplittableRandom(seed ^ (role.place << 56) ^ number);
    return new FaultDice(this, new SplittableRandom(places.nextLong()));
  }

  /** Tells the seed, by which a run is repeated. */
  @Override
  public String toString() {
    return "faults of seed " + seed + ": " + probabilities + ", " + times;
  }
}
