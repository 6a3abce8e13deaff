package switchboard.http;

import java.io.IOException;

/**
 * Signals that a redirect cannot be followed: it leads to a URL that was already requested or to a
 * URL with another scheme, or there are too many redirects.
 */
public final class RedirectException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message one sentence that is safe to print; it names the redirect, and the reason why it
   *     cannot be followed
   */
  public RedirectException(String message) {
    super(message);
  }
}
