package switchboard.testkit;

import java.time.Duration;
import switchboard.testkit.internal.FaultPlan;
import switchboard.testkit.internal.FaultPlan.Kind;

/**
 * The faults of a {@link FaultyEngine}: their kinds, their probabilities and the seed of all random
 * decisions. Immutable: a new object has no faults, and each method returns a copy with one more
 * kind of fault.
 *
 * <pre>{@code
 * Faults faults = Faults.seeded(42).shortReads(0.5).delays(0.1, Duration.ofMillis(5));
 * Network network = Network.over(new FaultyEngine(new MemoryEngine(), faults));
 * }</pre>
 *
 * <p>Every probability must be from 0 (never) to 1 (always); otherwise the methods throw {@link
 * IllegalArgumentException}.
 *
 * @since 0.1.0
 */
public final class Faults {
  final FaultPlan plan;

  private Faults(FaultPlan plan) {
    this.plan = plan;
  }

  /**
   * {@return a plan without faults}
   *
   * @param seed determines every random decision; print the seed when a test fails, so that the run
   *     can be repeated
   */
  public static Faults seeded(long seed) {
    return new Faults(FaultPlan.seeded(seed));
  }

  private Faults with(Kind kind, double probability) {
    return new Faults(plan.with(kind, probability));
  }

  /**
   * {@return a copy in which a read may return fewer bytes than are available}
   *
   * @param probability the probability for each read, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults shortReads(double probability) {
    return with(Kind.SHORT_READ, probability);
  }

  /**
   * {@return a copy in which a write may accept fewer bytes than fit into the send buffer}
   *
   * @param probability the probability for each write, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults shortWrites(double probability) {
    return with(Kind.SHORT_WRITE, probability);
  }

  /**
   * {@return a copy in which a blocking read or write may wait before it starts}
   *
   * @param probability the probability for each blocking read and write, from 0 to 1
   * @param longest the longest delay, measured by the {@link switchboard.net.Ticker} of the thread
   *     that reads or writes
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults delays(double probability, Duration longest) {
    return new Faults(plan.with(Kind.DELAY, probability).withDelay(longest));
  }

  /**
   * {@return a copy in which data becomes readable only after a random latency} The latency of a
   * datagram or segment begins when the receiving side first polls its socket after the data has
   * arrived there. The latency is measured by the {@link switchboard.net.Ticker} of the polling
   * thread. Datagrams may overtake each other; the bytes of a stream keep their order.
   *
   * @param least the minimum latency, zero or more
   * @param most the maximum latency, at least {@code least}
   * @throws IllegalArgumentException if {@code least} is negative or greater than {@code most}
   */
  public Faults latency(Duration least, Duration most) {
    if (least.isNegative() || most.compareTo(least) < 0) {
      throw new IllegalArgumentException("invalid range of latencies: " + least + " to " + most);
    }
    return new Faults(plan.withLatency(least, most));
  }

  /**
   * {@return a copy in which datagrams may be lost} The sender receives no error.
   *
   * @param probability the probability for each datagram, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults datagramLoss(double probability) {
    return with(Kind.DATAGRAM_LOSS, probability);
  }

  /**
   * {@return a copy in which datagrams may arrive twice, each time with a different latency}
   *
   * @param probability the probability for each datagram, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults datagramDoubling(double probability) {
    return with(Kind.DATAGRAM_DOUBLING, probability);
  }

  /**
   * {@return a copy in which segments of streams may be lost and retransmitted} A segment has up to
   * 1,460 bytes. As over TCP, all data sent after a lost segment becomes readable only after the
   * retransmission of that segment. A retransmission may be lost too. Unlike TCP, the
   * retransmission timeout does not back off (RFC 6298 §5.5), and a loss does not reduce the
   * sending rate.
   *
   * @param probability the probability for each transmission of a segment, from 0 to 1
   * @param repair the time from sending a segment until it is sent again. On Linux, this time is
   *     about two round trips if later segments reveal the loss (RFC 8985), and otherwise 200 ms or
   *     more
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults segmentLoss(double probability, Duration repair) {
    return new Faults(plan.with(Kind.SEGMENT_LOSS, probability).withRetransmission(repair));
  }

  /**
   * {@return a copy in which a read or write may reset the connection} This read or write throws
   * {@link switchboard.net.ConnectionLostException}, and the peer receives the reset too.
   *
   * @param probability the probability for each read and write, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults resets(double probability) {
    return with(Kind.RESET, probability);
  }

  /**
   * {@return a copy in which the peer may become unreachable before a read or write, without a
   * reset, as if its network cable were disconnected} After that, writes succeed but their bytes
   * are discarded. Reads receive neither data nor EOF, and block until a deadline expires or this
   * side closes the connection.
   *
   * @param probability the probability for each read and write, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults silence(double probability) {
    return with(Kind.SILENCE, probability);
  }

  /**
   * {@return a copy in which a connect may fail with {@link
   * switchboard.net.ConnectionRefusedException}}
   *
   * @param probability the probability for each connect, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults refusals(double probability) {
    return with(Kind.REFUSAL, probability);
  }

  /**
   * {@return a copy in which an accept may fail with {@link
   * switchboard.net.TooManyOpenFilesException}} The pending connection stays in the backlog, so a
   * later accept can return it.
   *
   * @param probability the probability for each accept, from 0 to 1
   * @throws IllegalArgumentException if {@code probability} is not from 0 to 1
   */
  public Faults acceptFailures(double probability) {
    return with(Kind.ACCEPT_FAILURE, probability);
  }

  /** {@return the seed and the faults, which are needed to repeat a run} */
  @Override
  public String toString() {
    return plan.toString();
  }
}
