package switchboard.http;

import java.net.ProtocolException;

/** Signals that a header section is not valid, or exceeds a limit. */
final class BadHeaderException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Creates an exception.
   *
   * @param code the status code of the response to a request with this header section: 400, 414,
   *     431, 501 or 505
   */
  BadHeaderException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }

  /**
   * Returns whether the header section was rejected because it exceeds a limit. Its other content
   * may be valid.
   */
  boolean isTooLong() {
    return code == 414 || code == 431;
  }
}
