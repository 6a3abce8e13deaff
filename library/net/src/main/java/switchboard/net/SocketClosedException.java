package switchboard.net;

import java.net.SocketException;

/** The socket was closed on this side, before the call or while it was blocked. */
public final class SocketClosedException extends SocketException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public SocketClosedException(Failure failure) {
    super(failure.toString());
  }
}
