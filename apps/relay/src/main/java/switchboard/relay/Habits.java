package switchboard.relay;

import java.time.Duration;
import java.util.Optional;

/**
 * How a plug ends, and what it keeps. Immutable; start from {@link #standard()}.
 *
 * @param halfClose the end of the input is told to the peer; else it ends when the peer does
 * @param patience how long the input may be silent once a peer's stream has ended, and a peer of
 *     datagrams once the input has; empty = the input is sent until it ends, and a peer of
 *     datagrams has {@link #DATAGRAMS}
 * @param idle when nothing has moved for so long, it is given up; zero = never
 * @param keepOpen the streams are for other peers too: their ends are not passed on to the output
 * @param quiet the output gets nothing; bytes are only counted
 * @param input the input is read; else nothing is sent, and it ends when the peer does
 */
public record Habits(
    boolean halfClose,
    Optional<Duration> patience,
    Duration idle,
    boolean keepOpen,
    boolean quiet,
    boolean input) {

  /** How long to wait for a peer of datagrams once the input has ended, unless told otherwise. */
  public static final Duration DATAGRAMS = Duration.ofSeconds(1);

  /**
   * Ends are carried across, all of the input is sent even if the peer's stream has ended, and the
   * streams are for one peer.
   */
  public static Habits standard() {
    return new Habits(true, Optional.empty(), Duration.ZERO, false, false, true);
  }

  /** These, but for the ends of the input, which the peer shall not hear of. */
  public Habits withoutHalfClose() {
    return new Habits(false, patience, idle, keepOpen, quiet, input);
  }

  /** These, but nothing is read from the input. */
  public Habits withoutInput() {
    return new Habits(false, patience, idle, keepOpen, quiet, false);
  }

  /** These with a time of silence after which the input counts as ended, once the peer has. */
  public Habits patience(Duration time) {
    return new Habits(halfClose, Optional.of(time), idle, keepOpen, quiet, input);
  }

  /** These with another time of silence both ways. */
  public Habits idleAfter(Duration time) {
    return new Habits(halfClose, patience, time, keepOpen, quiet, input);
  }

  /** These for streams that others will have too. */
  public Habits keepingOpen() {
    return new Habits(halfClose, patience, idle, true, quiet, input);
  }

  /** These without output. */
  public Habits quietly() {
    return new Habits(halfClose, patience, idle, keepOpen, true, input);
  }
}
