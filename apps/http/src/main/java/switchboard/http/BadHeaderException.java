package switchboard.http;

import java.net.ProtocolException;

/** Signals that a header section is not valid, or longer than the limits. */
final class BadHeaderException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Creates an exception.
   *
   * @param code the status code of the response to such a request: 400, 414, 431, 501 or 505
   */
  BadHeaderException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Returns whether a limit was exceeded; the header section itself may be valid. */
  boolean isTooLong() {
    return code == 414 || code == 431;
  }
}
