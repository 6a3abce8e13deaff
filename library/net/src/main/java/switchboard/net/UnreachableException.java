package switchboard.net;

import java.net.NoRouteToHostException;

/**
 * There is no way to that address from here: no route, the network is down, or nobody answered in
 * the kernel's own time.
 */
public final class UnreachableException extends NoRouteToHostException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public UnreachableException(Failure failure) {
    super(failure.toString());
  }
}
