package switchboard.net;

import java.net.SocketException;

/**
 * This side has closed the socket, before the call or while the call was blocked.
 *
 * @since 0.1.0
 */
public final class SocketClosedException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public SocketClosedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
