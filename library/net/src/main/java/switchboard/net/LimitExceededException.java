package switchboard.net;

import java.net.ProtocolException;

/**
 * Received data is longer, or a received number is larger, than the maximum that the caller has
 * set. Nothing was consumed.
 *
 * @since 0.1.0
 */
public final class LimitExceededException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message states what is too long, and what the maximum is
   */
  public LimitExceededException(String message) {
    super(message);
  }
}
