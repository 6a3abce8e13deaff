package switchboard.server;

import java.io.IOException;
import switchboard.net.Failure;
import switchboard.net.NetworkError;

/**
 * Thrown by a read from the connection of a {@link Call} if the server is draining and its {@link
 * DrainPolicy} ends the call. Unlike EOF, this exception does not mean that the peer has shut down
 * its output. A handler may catch this exception, write a final message, and return. If the handler
 * does not catch this exception, the server flushes the sink, shuts down the output, discards input
 * for up to a second, and closes the connection.
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
