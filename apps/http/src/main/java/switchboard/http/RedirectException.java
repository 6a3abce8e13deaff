package switchboard.http;

import java.io.IOException;

/** Signals a redirect that cannot be followed: a loop, too many redirects, or another scheme. */
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
