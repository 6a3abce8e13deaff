package switchboard.net;

import java.net.SocketException;

/** Any other failure that the system reported, in its own words. */
public final class NetworkException extends SocketException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public NetworkException(Failure failure) {
    super(failure.toString());
  }
}
