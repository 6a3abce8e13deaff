package switchboard.net;

import java.net.UnknownHostException;

/** A host name has no address. */
public final class NameNotFoundException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public NameNotFoundException(Failure failure) {
    super(failure.toString());
  }
}
