package switchboard.net;

import java.net.ProtocolException;

/**
 * A received message is invalid. The message was consumed, and the next message can be read: the
 * receiver can send an error response and continue.
 *
 * @since 0.1.0
 */
public class BadMessageException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message states what is wrong with the data, and what would be valid
   */
  public BadMessageException(String message) {
    super(message);
  }
}
