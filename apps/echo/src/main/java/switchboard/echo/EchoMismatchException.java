package switchboard.echo;

import java.net.ProtocolException;

/**
 * Thrown when the bytes that came back from an echo server differ from the bytes that were sent.
 */
public final class EchoMismatchException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message a sentence that describes the difference
   */
  public EchoMismatchException(String message) {
    super(message);
  }
}
