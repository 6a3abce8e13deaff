package switchboard.net;

import java.net.SocketException;

/** The socket was closed on this side, before the call or while it was blocked. */
public final class SocketClosedException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public SocketClosedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
