package switchboard.server;

import java.io.IOException;
import switchboard.net.Failure;
import switchboard.net.NetworkError;

/**
 * Thrown by reads of a served connection when the server drains and its {@link DrainPolicy} ends
 * the call. It differs from EOF: the peer has not shut down its output. A handler may catch it,
 * write a final message, and return. If the handler throws it, the server flushes the sink and
 * closes the connection with a lingering close.
 *
 * @since 0.1.0
 */
public final class DrainingException extends IOException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception.
   *
   * @param failure the operation, the addresses and the reason
   */
  public DrainingException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
