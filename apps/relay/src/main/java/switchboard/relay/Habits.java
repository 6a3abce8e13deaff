package switchboard.relay;

import java.time.Duration;

/**
 * How a plug ends, and what it keeps. Immutable; start from {@link #standard()}.
 *
 * @param halfClose the end of the input is told to the peer; else it ends when the peer does
 * @param patience how long the input may be silent once a peer's stream has ended, and a peer of
 *     datagrams once the input has
 * @param idle when nothing has moved for so long, it is given up; zero = never
 * @param keepOpen the streams are for other peers too: their ends are not passed on to the output
 * @param quiet the output gets nothing; bytes are only counted
 */
public record Habits(
    boolean halfClose, Duration patience, Duration idle, boolean keepOpen, boolean quiet) {

  /** Ends are carried across, a second of patience, and the streams are for one peer. */
  public static Habits standard() {
    return new Habits(true, Duration.ofSeconds(1), Duration.ZERO, false, false);
  }

  /** These, but for the ends of the input, which the peer shall not hear of. */
  public Habits withoutHalfClose() {
    return new Habits(false, patience, idle, keepOpen, quiet);
  }

  /** These with another patience. */
  public Habits patience(Duration time) {
    return new Habits(halfClose, time, idle, keepOpen, quiet);
  }

  /** These with another time of silence both ways. */
  public Habits idleAfter(Duration time) {
    return new Habits(halfClose, patience, time, keepOpen, quiet);
  }

  /** These for streams that others will have too. */
  public Habits keepingOpen() {
    return new Habits(halfClose, patience, idle, true, quiet);
  }

  /** These without output. */
  public Habits quietly() {
    return new Habits(halfClose, patience, idle, keepOpen, true);
  }
}
