package switchboard.net;

import java.net.NoRouteToHostException;

/**
 * There is no way to that address from here: no route, the network is down, or nobody answered in
 * the kernel's own time.
 */
public final class UnreachableException extends NoRouteToHostException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public UnreachableException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
