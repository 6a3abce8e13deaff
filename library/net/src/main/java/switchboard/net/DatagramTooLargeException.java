package switchboard.net;

import java.net.SocketException;

/**
 * A datagram is larger than its protocol allows (EMSGSIZE): the maximum payload of UDP over IPv4 is
 * 65,507 bytes. Nothing was sent.
 *
 * @since 0.1.0
 */
public final class DatagramTooLargeException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  /** The operation, its addresses and the cause. */
  private final Failure failure;

  /**
   * Creates an exception whose message is the text of {@code failure}.
   *
   * @param failure the operation, the addresses and the reason
   */
  public DatagramTooLargeException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
