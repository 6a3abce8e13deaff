package switchboard.transfer;

import java.io.IOException;
import switchboard.net.DeadlineExceededException;

/** Converts the exception that ended a transfer into the failure of one of its files. */
final class TransferFailures {
  private TransferFailures() {}

  /**
   * Returns the failure of a file.
   *
   * @param where the beginning of the message: it names the file, and ends in a colon and a space
   */
  static TransferException as(String where, IOException failure) {
    return switch (failure) {
      case TransferException e -> new TransferException(e.reason(), where + e.sentence(), e);
      case DeadlineExceededException e ->
          new TransferException(FailureReason.TIMED_OUT, where + "timeout without progress", e);
      default -> new TransferException(FailureReason.LOST, where + failure.getMessage(), failure);
    };
  }
}
