package switchboard.net;

import java.net.ConnectException;

/**
 * Nobody listens there: the other machine, or the socket file, answered no. Trying again helps only
 * once a server has started.
 */
public final class RefusedException extends ConnectException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public RefusedException(Failure failure) {
    super(failure.toString());
  }
}
