package switchboard.net;

import java.net.ProtocolException;

/**
 * Data that arrives is longer, or a number is larger, than the maximum that the reader has set.
 * Nothing was consumed.
 *
 * @since 0.1.0
 */
public final class LimitExceededException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message says what is too long, and what the maximum is
   */
  public LimitExceededException(String message) {
    super(message);
  }
}
