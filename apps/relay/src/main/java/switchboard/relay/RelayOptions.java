package switchboard.relay;

import java.time.Duration;
import java.util.Optional;

/**
 * How a plug ends, and what it keeps. Immutable; start from {@link #standard()}.
 *
 * @param halfClose EOF of the input is sent to the peer; else the relay ends when the peer does
 * @param timeout after EOF from the peer, how long the input may be silent before the relay ends;
 *     with datagrams, how long to wait for replies after EOF of the input; empty = send until EOF
 *     of the input, and {@link #DATAGRAMS} for datagrams
 * @param idleTimeout timeout for traffic in both directions; zero = none
 * @param keepOpen the streams serve later peers too: EOF is not passed on to the output
 * @param quiet the output gets nothing; bytes are only counted
 * @param input whether the input is read; if not, nothing is sent and the relay ends with the peer
 */
public record RelayOptions(
    boolean halfClose,
    Optional<Duration> timeout,
    Duration idleTimeout,
    boolean keepOpen,
    boolean quiet,
    boolean input) {

  /** Default time to wait for replies over UDP after EOF of the input. */
  public static final Duration DATAGRAMS = Duration.ofSeconds(1);

  /**
   * Ends are carried across, all of the input is sent even if the peer's stream has ended, and the
   * streams are for one peer.
   */
  public static RelayOptions standard() {
    return new RelayOptions(true, Optional.empty(), Duration.ZERO, false, false, true);
  }

  /** These, but for the ends of the input, which the peer shall not hear of. */
  public RelayOptions withoutHalfClose() {
    return new RelayOptions(false, timeout, idleTimeout, keepOpen, quiet, input);
  }

  /** Returns these options for a relay that only receives. */
  public RelayOptions withoutInput() {
    return new RelayOptions(false, timeout, idleTimeout, keepOpen, quiet, false);
  }

  /** Returns these options with a timeout for silent input after EOF from the peer. */
  public RelayOptions timeout(Duration time) {
    return new RelayOptions(halfClose, Optional.of(time), idleTimeout, keepOpen, quiet, input);
  }

  /** These with another time of silence both ways. */
  public RelayOptions idleTimeout(Duration time) {
    return new RelayOptions(halfClose, timeout, time, keepOpen, quiet, input);
  }

  /** These for streams that others will have too. */
  public RelayOptions withKeepOpen() {
    return new RelayOptions(halfClose, timeout, idleTimeout, true, quiet, input);
  }

  /** These without output. */
  public RelayOptions withQuiet() {
    return new RelayOptions(halfClose, timeout, idleTimeout, keepOpen, true, input);
  }
}
