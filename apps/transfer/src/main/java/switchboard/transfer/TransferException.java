package switchboard.transfer;

import java.io.IOException;

/**
 * Signals that a transfer, or one file of it, has failed. The message is one sentence that is safe
 * to print.
 */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final FailureReason reason;

  /**
   * Creates an exception.
   *
   * @param sentence the message, without control characters
   */
  public TransferException(FailureReason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /**
   * Creates an exception with a cause.
   *
   * @param sentence the message, without control characters
   */
  public TransferException(FailureReason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** {@return the reason} */
  public FailureReason reason() {
    return reason;
  }

  /** Returns the message. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
