package switchboard.relay;

import java.time.Duration;
import java.util.Optional;

/**
 * Options of a relay between standard streams and a peer. Immutable. To set options, call {@link
 * #standard()} and then methods such as {@link #withQuiet}.
 *
 * @param halfClose whether the relay shuts down the output to the peer at EOF of the input; if it
 *     does not, the relay ends at EOF from the peer
 * @param timeout for connections: after EOF from the peer, the relay ends when no input has arrived
 *     for this time; if empty, the relay continues until EOF of the input. For datagrams: the time
 *     to wait for replies after EOF of the input; if empty, {@link #DATAGRAMS}
 * @param idleTimeout the idle timeout; zero for no timeout
 * @param keepOpen whether later peers use the same standard streams; if they do, EOF from a peer
 *     does not close standard output
 * @param quiet whether received bytes are discarded; {@link RelayStatistics} still counts them
 * @param input whether standard input is read; if it is not read, nothing is sent, and the relay
 *     ends at EOF from the peer
 */
public record RelayOptions(
    boolean halfClose,
    Optional<Duration> timeout,
    Duration idleTimeout,
    boolean keepOpen,
    boolean quiet,
    boolean input) {

  /** The default time to wait for replies over UDP after EOF of the input. */
  public static final Duration DATAGRAMS = Duration.ofSeconds(1);

  /**
   * Returns the default options: EOF is forwarded in both directions, all input is sent even after
   * EOF from the peer, and only one peer uses the standard streams.
   */
  public static RelayOptions standard() {
    return new RelayOptions(true, Optional.empty(), Duration.ZERO, false, false, true);
  }

  /** Returns a copy of these options with which EOF of the input is not forwarded to the peer. */
  public RelayOptions withoutHalfClose() {
    return new RelayOptions(false, timeout, idleTimeout, keepOpen, quiet, input);
  }

  /**
   * Returns a copy of these options for a relay that only receives and does not read standard
   * input.
   */
  public RelayOptions withoutInput() {
    return new RelayOptions(false, timeout, idleTimeout, keepOpen, quiet, false);
  }

  /** Returns a copy of these options with another {@link #timeout}. */
  public RelayOptions timeout(Duration time) {
    return new RelayOptions(halfClose, Optional.of(time), idleTimeout, keepOpen, quiet, input);
  }

  /** Returns a copy of these options with another idle timeout; zero for no timeout. */
  public RelayOptions idleTimeout(Duration time) {
    return new RelayOptions(halfClose, timeout, time, keepOpen, quiet, input);
  }

  /**
   * Returns a copy of these options for a relay whose standard streams are also used by later
   * peers.
   */
  public RelayOptions withKeepOpen() {
    return new RelayOptions(halfClose, timeout, idleTimeout, true, quiet, input);
  }

  /** Returns a copy of these options for a relay that discards received bytes. */
  public RelayOptions withQuiet() {
    return new RelayOptions(halfClose, timeout, idleTimeout, keepOpen, true, input);
  }
}
