package switchboard.http;

import java.io.IOException;

/** A redirect that can't be followed: a loop, too many of them, or a target that is not HTTP. */
public final class RedirectException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says which redirect it is, and why it is not followed. */
  public RedirectException(String message) {
    super(message);
  }
}
