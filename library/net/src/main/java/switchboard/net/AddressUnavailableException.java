package switchboard.net;

import java.net.BindException;

/**
 * This address can't be had for listening or binding: in use, not of this machine, or not
 * permitted.
 */
public final class AddressUnavailableException extends BindException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public AddressUnavailableException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
