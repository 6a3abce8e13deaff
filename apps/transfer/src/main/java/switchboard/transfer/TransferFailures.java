package switchboard.transfer;

import java.io.IOException;
import switchboard.net.DeadlineExceededException;

/** Turns whatever ended a transfer into a reason and a sentence about one file of it. */
final class TransferFailures {
  private TransferFailures() {}

  /**
   * The reason with its sentence behind {@code where}.
   *
   * @param where names the file, and ends in a colon and a space
   */
  static TransferException as(String where, IOException failure) {
    return switch (failure) {
      case TransferException e -> new TransferException(e.reason(), where + e.sentence(), e);
      case DeadlineExceededException e ->
          new TransferException(FailureReason.TIMED_OUT, where + "nothing moved for too long", e);
      default -> new TransferException(FailureReason.LOST, where + failure.getMessage(), failure);
    };
  }
}
