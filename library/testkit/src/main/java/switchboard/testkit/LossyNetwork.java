package switchboard.testkit;

import java.time.Duration;
import switchboard.net.Network;

/**
 * A network in memory with the weather of a real one: latency, lost and duplicated datagrams, and
 * segments of streams that arrive late because TCP had to send them again. Immutable; a new one has
 * no losses and no latency. All decisions come from the seed, and all times from the ticker of the
 * thread that receives.
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
 * <p>Connections that break, refuse or fall silent are {@link Faults}.
 */
public final class LossyNetwork {
  /** TCP_RTO_MIN of Linux: the soonest that a lost segment is sent again when nothing follows. */
  private static final Duration RETRANSMISSION = Duration.ofMillis(200);

  private final Faults faults;

  private LossyNetwork(Faults faults) {
    this.faults = faults;
  }

  /** Returns a network without losses; print {@code seed} when a test fails. */
  public static LossyNetwork seeded(long seed) {
    return new LossyNetwork(Faults.seeded(seed));
  }

  /**
   * Returns the same network, where everything takes between {@code least} and {@code most} to
   * arrive. Datagrams overtake each other; the bytes of a stream keep their order.
   *
   * @param most at least {@code least}
   */
  public LossyNetwork latency(Duration least, Duration most) {
    return new LossyNetwork(faults.latency(least, most));
  }

  /**
   * Returns the same network, where a datagram is lost with this probability, and a segment of a
   * stream arrives at least 200 ms later with the same one.
   *
   * @param probability from 0, never, to 1, always
   */
  public LossyNetwork loss(double probability) {
    return loss(probability, RETRANSMISSION);
  }

  /**
   * Returns the same network, where a datagram is lost with this probability, and a segment of a
   * stream with the same one.
   *
   * @param probability from 0, never, to 1, always
   * @param retransmission the time from sending a segment until it is sent again
   */
  public LossyNetwork loss(double probability, Duration retransmission) {
    return new LossyNetwork(
        faults.datagramLoss(probability).segmentLoss(probability, retransmission));
  }

  /**
   * Returns the same network, where a datagram arrives twice with this probability.
   *
   * @param probability from 0, never, to 1, always
   */
  public LossyNetwork duplicates(double probability) {
    return new LossyNetwork(faults.datagramDoubling(probability));
  }

  /**
   * Returns a new network with these properties and the host names of {@link
   * MemoryEngine#resolver()}. Closing it closes its sockets.
   */
  public Network open() {
    var memory = new MemoryEngine();
    return Network.over(new FaultyEngine(memory, faults)).withResolver(memory.resolver());
  }

  /** Returns the seed and the probabilities, by which a run is repeated. */
  @Override
  public String toString() {
    return "lossy network, " + faults;
  }
}
