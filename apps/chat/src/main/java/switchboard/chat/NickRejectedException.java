package switchboard.chat;

import java.io.IOException;

/** The hub does not let its caller be called as he wants: the name is taken. */
public final class NickRejectedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says in one sentence what the hub has said. */
  public NickRejectedException(String message) {
    super(message);
  }
}
