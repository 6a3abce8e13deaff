package switchboard.net;

import java.net.ProtocolException;

/** What arrives is longer than the reader allows; nothing of it was taken from the source. */
public final class LimitExceededException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /** Says what was too long, and what the limit is. */
  public LimitExceededException(String message) {
    super(message);
  }
}
