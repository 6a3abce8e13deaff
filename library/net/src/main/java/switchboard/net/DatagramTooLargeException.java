package switchboard.net;

import java.net.SocketException;

/** A datagram is larger than its family can carry (EMSGSIZE): over UDP 65,507 bytes with IPv4. */
public final class DatagramTooLargeException extends SocketException implements NetworkError {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** With the operation, the addresses and the reason. */
  public DatagramTooLargeException(Failure failure) {
    super(failure.toString());
    this.failure = failure;
  }

  @Override
  public Failure failure() {
    return failure;
  }
}
