package switchboard.transfer;

/** Why a file, or a whole transfer, did not come to its good end. Its number goes over the wire. */
public enum FailureReason {
  /** Whatever a later version may know. */
  OTHER(0),
  /** The name could do harm, or is no name. */
  NAME(1),
  /** Something of that name is there already. */
  EXISTS(2),
  /** More than the receiver takes, or has room for. */
  TOO_LARGE(3),
  /** The receiver can't store it: its disk is full, or its directory unwritable. */
  STORAGE(4),
  /** What arrived is not what was sent. */
  DAMAGED(5),
  /** The sender can't read it, or it shrank on the way. */
  SOURCE(6),
  /** No files are taken there. */
  REJECTED(7),
  /** The receiver is stopping, or has too much to do. */
  BUSY(8),
  /** One side does not understand the other, which is perhaps newer. */
  PROTOCOL_ERROR(9),
  /** Nothing moved for too long. */
  TIMED_OUT(10),
  /** The connection ended before the transfer did. */
  LOST(11);

  private final int number;

  FailureReason(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** The reason of that number, or {@link #OTHER}. */
  static FailureReason of(long number) {
    for (FailureReason reason : values()) {
      if (reason.number == number) {
        return reason;
      }
    }
    return OTHER;
  }
}
