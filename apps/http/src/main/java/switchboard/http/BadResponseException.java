package switchboard.http;

import java.net.ProtocolException;

/** Signals that an HTTP response is incomplete or not valid. */
public final class BadResponseException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final long bytes;

  /**
   * Creates an exception.
   *
   * @param message one sentence that is safe to print
   * @param bytes the number of bytes of the body that the handler has received
   */
  public BadResponseException(String message, long bytes) {
    super(message);
    this.bytes = bytes;
  }

  /** {@return the number of bytes of the body that the handler has received} */
  public long bytes() {
    return bytes;
  }
}
