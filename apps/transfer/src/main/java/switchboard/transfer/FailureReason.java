package switchboard.transfer;

/**
 * The reason why one file, or the complete transfer, has failed. Each reason has a number in the
 * transfer protocol.
 */
public enum FailureReason {
  /**
   * Any reason that has no constant here, for example a reason that a later version of the protocol
   * defines.
   */
  OTHER(0),
  /** The name is not valid or not safe. */
  NAME(1),
  /** A file or directory of this name already exists. */
  EXISTS(2),
  /** The file exceeds a limit of the receiver, or the free disk space of the receiver. */
  TOO_LARGE(3),
  /** The receiver cannot store the file: its disk is full, or its directory is not writable. */
  STORAGE(4),
  /** The received bytes differ from the sent bytes. */
  DAMAGED(5),
  /** The sender cannot read the file, or the file shrank while it was sent. */
  SOURCE(6),
  /** The receiver does not accept files. */
  REJECTED(7),
  /** The receiver is shutting down, or has too many uploads. */
  BUSY(8),
  /** A peer has violated the transfer protocol, or uses another protocol version. */
  PROTOCOL_ERROR(9),
  /** A timeout expired because no data was transferred. */
  TIMED_OUT(10),
  /** The connection was lost before the transfer was complete. */
  LOST(11);

  private final int number;

  FailureReason(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Returns the reason with this number; {@link #OTHER} if no reason has this number. */
  static FailureReason of(long number) {
    for (FailureReason reason : values()) {
      if (reason.number == number) {
        return reason;
      }
    }
    return OTHER;
  }
}
