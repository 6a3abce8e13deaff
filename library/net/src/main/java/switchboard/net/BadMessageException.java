package switchboard.net;

import java.net.ProtocolException;

/**
 * One message makes no sense; it was taken, and the next one follows it: so it can be answered, and
 * the connection goes on.
 */
public class BadMessageException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /** Says what came and what would be right. */
  public BadMessageException(String message) {
    super(message);
  }
}
