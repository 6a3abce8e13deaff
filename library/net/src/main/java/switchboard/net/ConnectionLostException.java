package switchboard.net;

import java.net.SocketException;

/**
 * An established connection has ended without an orderly close: reset by the other side, or given
 * up by the kernel because the other side no longer answers. What was on its way may be lost.
 */
public final class ConnectionLostException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public ConnectionLostException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
