package switchboard.net;

import java.io.EOFException;

/**
 * EOF came in the middle of a message: the peer has closed the connection too early.
 *
 * @since 0.1.0
 */
public final class UnexpectedEofException extends EOFException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message states what was expected, and how much of it has arrived
   */
  public UnexpectedEofException(String message) {
    super(message);
  }
}
