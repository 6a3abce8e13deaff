package switchboard.net.internal;

import org.jspecify.annotations.Nullable;

/**
 * A copy of an exception that is safe to log. The copy replaces an exception if the message of the
 * exception, of a cause or of a suppressed exception contains control characters. Such characters
 * could control a terminal or forge a log line. The copy has the same stack traces. Immutable.
 */
final class LoggedThrowable extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int DEPTH_MAX = 20;

  private final String text;

  private LoggedThrowable(String text, @Nullable Throwable cause) {
    super(text, cause, true, true);
    this.text = text;
  }

  /** Returns the original if all its messages are harmless; otherwise returns a copy. */
  static Throwable of(Throwable original) {
    return isHarmless(original, DEPTH_MAX) ? original : copy(original, DEPTH_MAX);
  }

  private static boolean isHarmless(Throwable original, int depth) {
    String text = original.toString();
    if (depth == 0 || !Log.shown(text).equals(text)) {
      return false;
    }
    for (Throwable each : original.getSuppressed()) {
      if (!isHarmless(each, depth - 1)) {
        return false;
      }
    }
    Throwable cause = original.getCause();
    return cause == null || isHarmless(cause, depth - 1);
  }

  private static Throwable copy(Throwable original, int depth) {
    Throwable cause = depth == 0 ? null : original.getCause();
    var copy =
        new LoggedThrowable(
            Log.shown(original.toString()), cause == null ? null : copy(cause, depth - 1));
    copy.setStackTrace(original.getStackTrace());
    if (depth > 0) {
      for (Throwable each : original.getSuppressed()) {
        copy.addSuppressed(copy(each, depth - 1));
      }
    }
    return copy;
  }

  /** Returns the class and the escaped message of the original. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // must begin with the class name of the original
  public String toString() {
    return text;
  }
}
