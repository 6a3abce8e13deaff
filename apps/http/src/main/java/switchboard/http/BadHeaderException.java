package switchboard.http;

import java.net.ProtocolException;

/** What should be the head of a message is none, or longer than we allow. */
final class BadHeaderException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Says what is wrong.
   *
   * @param code what a server answers to such a request: 400, 414, 431 or 505
   */
  BadHeaderException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Whether it may be fine, but is longer than the limit. */
  boolean isTooLong() {
    return code == 414 || code == 431;
  }
}
