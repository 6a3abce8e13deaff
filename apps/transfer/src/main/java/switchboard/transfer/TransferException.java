package switchboard.transfer;

import java.io.IOException;

/** A transfer, or one file of it, was not done; says why in one sentence that is safe to print. */
public final class TransferException extends IOException {
  private static final long serialVersionUID = 1L;

  private final FailureReason reason;

  /** Says so in one sentence. */
  public TransferException(FailureReason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** Says so in one sentence, with what led to it. */
  public TransferException(FailureReason reason, String sentence, Throwable cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** Which kind of reason it was. */
  public FailureReason reason() {
    return reason;
  }

  /** The sentence. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
