package switchboard.chat;

import java.io.IOException;

/** Signals that a chat hub has rejected a nick, for example because it is already in use. */
public final class NickRejectedException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message one sentence; it contains the reason that the hub has sent
   */
  public NickRejectedException(String message) {
    super(message);
  }
}
