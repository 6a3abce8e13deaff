package switchboard.net;

import java.net.UnknownHostException;

/** A host name has no address. */
public final class NameNotFoundException extends UnknownHostException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public NameNotFoundException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
