package switchboard.http;

import java.io.IOException;

/**
 * Signals that a redirect cannot be followed: it leads to a loop or to another scheme, or there are
 * too many redirects.
 */
public final class RedirectException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message one sentence that names the redirect and the reason, safe to print
   */
  public RedirectException(String message) {
    super(message);
  }
}
