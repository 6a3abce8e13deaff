package switchboard.net;

import java.net.UnknownHostException;

/**
 * The name service could not say whether a host name has an address: no server answered, or too
 * many lookups wait. Trying again later may help; {@link NameNotFoundException} is the answer that
 * there is no address.
 */
public final class NameLookupFailedException extends UnknownHostException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public NameLookupFailedException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
