package switchboard.testing;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What goes wrong, how often, and from which seed: for a {@link FaultyEngine}. Immutable; nothing
 * goes wrong until it is asked for. Probabilities are from 0, never, to 1, every time.
 *
 * <pre>{@code
 * Faults.seeded(42).shortReads(0.5).delays(0.1, Duration.ofMillis(5))
 * }</pre>
 */
public final class Faults {
  private final long seed;
  private final Map<Kind, Double> probabilities;
  private final Duration delayMax;

  /** What can go wrong. */
  enum Kind {
    SHORT_READ,
    SHORT_WRITE,
    DELAY,
    RESET,
    SILENCE,
    REFUSAL,
    ACCEPT_FAILURE
  }

  /** Who decides by dice of his own, each from another place of the seed. */
  enum Role {
    CALLER_READS(1),
    CALLER_WRITES(2),
    CALLED_READS(3),
    CALLED_WRITES(4),
    CONNECTS(5),
    ACCEPTS(6);

    private final long place;

    Role(long place) {
      this.place = place;
    }
  }

  private Faults(long seed, Map<Kind, Double> probabilities, Duration delayMax) {
    this.seed = seed;
    this.probabilities = probabilities;
    this.delayMax = delayMax;
  }

  /** Nothing goes wrong yet; {@code seed} decides everything, so print it when a test fails. */
  public static Faults seeded(long seed) {
    return new Faults(seed, Map.of(), Duration.ZERO);
  }

  private Faults with(Kind kind, double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(probability + " is no probability from 0 to 1");
    }
    var more = new EnumMap<Kind, Double>(Kind.class);
    more.putAll(probabilities);
    more.put(kind, probability);
    return new Faults(seed, more, delayMax);
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
    return new Faults(seed, with(Kind.DELAY, probability).probabilities, longest);
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

  double probability(Kind kind) {
    return probabilities.getOrDefault(kind, 0.0);
  }

  Duration delayMax() {
    return delayMax;
  }

  /** The dice of one role in one connection, which no other one disturbs. */
  Chance chance(Role role, long number) {
    var places = new SplittableRandom(seed ^ (role.place << 56) ^ number);
    return new Chance(this, new SplittableRandom(places.nextLong()));
  }

  /** Tells the seed, by which a run is repeated. */
  @Override
  public String toString() {
    return "faults of seed " + seed + ": " + probabilities + ", delays up to " + delayMax;
  }
}
