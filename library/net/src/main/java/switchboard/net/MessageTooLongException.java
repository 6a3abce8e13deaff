package switchboard.net;

import java.net.SocketException;

/** A datagram is larger than its family can carry (EMSGSIZE): over UDP 65,507 bytes with IPv4. */
public final class MessageTooLongException extends SocketException {
  private static final long serialVersionUID = 1L;

  /** With the operation, the addresses and the reason. */
  public MessageTooLongException(Failure failure) {
    super(failure.toString());
  }
}
