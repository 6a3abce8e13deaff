package switchboard.testkit;

import java.time.Duration;
import switchboard.net.Network;

/**
 * Builds networks in memory that behave like a real network: they have latency, lost and duplicated
 * datagrams, and stream segments that are delayed by retransmission. All random decisions are
 * derived from the seed, and all delays are measured by the {@link switchboard.net.Ticker} of the
 * receiving thread.
 *
 * <pre>{@code
 * try (Network network =
 *     LossyNetwork.seeded(42)
 *         .latency(Duration.ofMillis(20), Duration.ofMillis(60))
 *         .loss(0.02)
 *         .open()) {
 *   Datagrams server = network.bind(Endpoint.udp("server", 7000), Options.none());
 * }
 * }</pre>
 *
 * <p>For resets, refused connects and silent peers, use a {@link FaultyEngine}.
 *
 * <p>Immutable: the object that {@link #seeded} returns has neither loss nor latency, and each
 * further method returns a copy with one more property.
 *
 * @since 0.1.0
 */
public final class LossyNetwork {
  /**
   * TCP_RTO_MIN of Linux: the minimum time before a segment is retransmitted if no other segment
   * follows it.
   */
  private static final Duration RETRANSMISSION = Duration.ofMillis(200);

  private final Faults faults;

  private LossyNetwork(Faults faults) {
    this.faults = faults;
  }

  /**
   * {@return a network without loss and latency}
   *
   * @param seed determines every random decision; print the seed when a test fails, so that the run
   *     can be repeated
   */
  public static LossyNetwork seeded(long seed) {
    return new LossyNetwork(Faults.seeded(seed));
  }

  /**
   * {@return a copy in which data arrives after a random latency from {@code least} to {@code
   * most}} Datagrams may overtake each other; the bytes of a stream keep their order.
   *
   * @param least the minimum latency, zero or more
   * @param most the maximum latency, at least {@code least}
   * @throws IllegalArgumentException if {@code least} is negative or greater than {@code most}
   */
  public LossyNetwork latency(Duration least, Duration most) {
    return new LossyNetwork(faults.latency(least, most));
  }

  /**
   * {@return a copy in which datagrams and segments of streams are lost with this probability} A
   * lost segment is retransmitted after 200 ms.
   *
   * @param probability the probability for each datagram and segment, from 0 (never) to 1 (always)
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public LossyNetwork loss(double probability) {
    return loss(probability, RETRANSMISSION);
  }

  /**
   * {@return a copy in which datagrams and segments of streams are lost with this probability}
   *
   * @param probability the probability for each datagram and segment, from 0 (never) to 1 (always)
   * @param retransmission the time from sending a lost segment until it is sent again
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public LossyNetwork loss(double probability, Duration retransmission) {
    return new LossyNetwork(
        faults.datagramLoss(probability).segmentLoss(probability, retransmission));
  }

  /**
   * {@return a copy in which datagrams arrive twice with this probability}
   *
   * @param probability the probability for each datagram, from 0 (never) to 1 (always)
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public LossyNetwork duplicates(double probability) {
    return new LossyNetwork(faults.datagramDoubling(probability));
  }

  /**
   * {@return a new network in memory with these properties and the host names of {@link
   * MemoryEngine#resolver()}} Closing the network closes its sockets.
   */
  public Network open() {
    var memory = new MemoryEngine();
    return Network.over(new FaultyEngine(memory, faults)).withResolver(memory.resolver());
  }

  /** {@return the seed and the probabilities, which are needed to repeat a run} */
  @Override
  public String toString() {
    return "lossy network, " + faults;
  }
}
