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
   * The length of a pause inside a UTF-8 character. It is longer, because a peer does not stop
   * inside a character: the rest must already be on its way.
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
   * Does the same as {@link #moreBefore} inside a UTF-8 character, where only a pause of ten
   * seconds is detected.
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
