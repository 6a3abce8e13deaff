package switchboard.chat;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;

/**
 * Detects pauses in the text that a peer sends. Text without a line ending becomes a line after a
 * pause.
 */
final class PauseDetector {
  private static final Duration LENGTH = Duration.ofSeconds(2);

  /**
   * The length of a pause inside a UTF-8 character. It is longer than the length of other pauses,
   * because a peer sends all bytes of a character together: the other bytes are probably delayed by
   * the network.
   */
  private static final Duration LENGTH_INSIDE_CHARACTER = Duration.ofSeconds(10);

  private PauseDetector() {}

  /**
   * Blocks until another byte is available. Returns false at EOF, or after a pause of two seconds.
   */
  static boolean moreBefore(Source source) throws IOException {
    return moreWithin(LENGTH, source);
  }

  /**
   * Does the same as {@link #moreBefore}, but returns false only after a pause of ten seconds. For
   * use inside a UTF-8 character.
   */
  static boolean moreOfCharacterBefore(Source source) throws IOException {
    return moreWithin(LENGTH_INSIDE_CHARACTER, source);
  }

  private static boolean moreWithin(Duration length, Source source) throws IOException {
    if (source.buffered() > 0) {
      return true;
    }
    Deadline outer = Deadline.current();
    try (var _ = Deadline.after(length)) {
      return source.request(1);
    } catch (DeadlineExceededException e) {
      if (outer != null && outer.expired()) {
        throw e;
      }
      return false;
    }
  }
}
