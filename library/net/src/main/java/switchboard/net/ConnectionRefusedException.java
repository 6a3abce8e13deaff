package switchboard.net;

import java.net.ConnectException;

/**
 * Nobody listens there: the other machine, or the socket file, answered no. Trying again helps only
 * once a server has started.
 */
public final class ConnectionRefusedException extends ConnectException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public ConnectionRefusedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
