package switchboard.echo;

import java.net.ProtocolException;

/** Thrown when the bytes that came back differ from those that were sent. */
public final class EchoMismatchException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with one sentence about the difference. */
  public EchoMismatchException(String message) {
    super(message);
  }
}
