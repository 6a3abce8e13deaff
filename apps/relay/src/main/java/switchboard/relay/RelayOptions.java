package switchboard.relay;

import java.time.Duration;
import java.util.Optional;

/**
 * Options of a relay between standard streams and a peer. Immutable. Start from {@link
 * #standard()}.
 *
 * @param halfClose whether EOF of the input shuts down the output to the peer; if not, the relay
 *     ends at EOF from the peer
 * @param timeout for connections, the time without input after EOF from the peer, after which the
 *     relay ends; if empty, it continues until EOF of the input. For datagrams, the time to wait
 *     for replies after EOF of the input; if empty, {@link #DATAGRAMS}
 * @param idleTimeout the idle timeout; zero for none
 * @param keepOpen whether later peers use the streams too; EOF then does not close the output
 * @param quiet whether received bytes are discarded; they are counted
 * @param input whether the input is read; if not, nothing is sent and the relay ends at EOF from
 *     the peer
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
   * EOF from the peer, and the streams are for one peer.
   */
  public static RelayOptions standard() {
    return new RelayOptions(true, Optional.empty(), Duration.ZERO, false, false, true);
  }

  /** Returns these options without forwarding EOF of the input to the peer. */
  public RelayOptions withoutHalfClose() {
    return new RelayOptions(false, timeout, idleTimeout, keepOpen, quiet, input);
  }

  /** Returns these options for a relay that only receives. */
  public RelayOptions withoutInput() {
    return new RelayOptions(false, timeout, idleTimeout, keepOpen, quiet, false);
  }

  /** Returns these options with another {@link #timeout}. */
  public RelayOptions timeout(Duration time) {
    return new RelayOptions(halfClose, Optional.of(time), idleTimeout, keepOpen, quiet, input);
  }

  /** Returns these options with another idle timeout; zero for none. */
  public RelayOptions idleTimeout(Duration time) {
    return new RelayOptions(halfClose, timeout, time, keepOpen, quiet, input);
  }

  /** Returns these options for streams that later peers use too. */
  public RelayOptions withKeepOpen() {
    return new RelayOptions(halfClose, timeout, idleTimeout, true, quiet, input);
  }

  /** Returns these options without output. */
  public RelayOptions withQuiet() {
    return new RelayOptions(halfClose, timeout, idleTimeout, keepOpen, true, input);
  }
}
