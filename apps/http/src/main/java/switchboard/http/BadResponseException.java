package switchboard.http;

import java.net.ProtocolException;

/** What came is no whole page: its head is none, or its body ends early or in disorder. */
public final class BadResponseException extends ProtocolException {
  private static final long serialVersionUID = 1L;

  private final long bytes;

  /**
   * Says what came and what would be right.
   *
   * @param bytes so many of the body were handed on before
   */
  public BadResponseException(String message, long bytes) {
    super(message);
    this.bytes = bytes;
  }

  /** How many bytes of the body were handed on before. */
  public long bytes() {
    return bytes;
  }
}
