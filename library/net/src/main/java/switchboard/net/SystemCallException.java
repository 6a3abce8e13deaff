package switchboard.net;

import java.net.SocketException;

/** Any other failure that the system reported, in its own words. */
public final class SystemCallException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public SystemCallException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
