package switchboard.net;

import java.net.NoRouteToHostException;

/**
 * An address cannot be reached from this machine: there is no route (EHOSTUNREACH, ENETUNREACH),
 * the network is down (ENETDOWN), or no response has arrived within the kernel's connect timeout
 * (ETIMEDOUT).
 *
 * @since 0.1.0
 */
public final class UnreachableException extends NoRouteToHostException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public UnreachableException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
