package switchboard.net;

import java.net.UnknownHostException;

/**
 * A host name has no address, according to the name service. Trying again does not help.
 *
 * @since 0.1.0
 */
public final class NameNotFoundException extends UnknownHostException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public NameNotFoundException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
