package switchboard.echo;

import java.net.ProtocolException;

/** What came back is not what was sent: something between here and there is wrong. */
public final class EchoMismatchException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /** Says in one sentence what differs. */
  public EchoMismatchException(String message) {
    super(message);
  }
}
