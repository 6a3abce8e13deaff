package switchboard.net;

import java.net.BindException;

/**
 * A socket cannot be bound to an address, because the address is in use (EADDRINUSE), does not
 * belong to this machine (EADDRNOTAVAIL), or this process is not permitted to use it (EACCES). Also
 * thrown if a multicast group cannot be joined, or if the system does not permit a datagram to be
 * sent to an address.
 *
 * @since 0.1.0
 */
public final class AddressUnavailableException extends BindException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public AddressUnavailableException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
