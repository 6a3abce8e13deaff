package switchboard.chat;

import java.io.IOException;
import java.time.Duration;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Source;

/** When text that has no line end is a line all the same: who has stopped for so long is done. */
final class PauseDetector {
  private static final Duration LENGTH = Duration.ofSeconds(2);

  /** Nobody ends a line inside a character: its rest is delayed, for instance by a lost packet. */
  private static final Duration LENGTH_INSIDE_CHARACTER = Duration.ofSeconds(10);

  private PauseDetector() {}

  /** Waits for one byte more; false when the stream ended or fell silent. */
  static boolean moreBefore(Source source) throws IOException {
    return moreWithin(LENGTH, source);
  }

  /** As {@link #moreBefore}, but with more time, for the rest of a UTF-8 character. */
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
