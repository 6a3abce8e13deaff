package switchboard.server;

/** Why a served connection came to its end. */
public enum CloseReason {
  /** The service returned. */
  DONE,
  /** The service gave up with an {@code IOException}: what the caller sent made no sense to it. */
  ENDED,
  /** The service threw anything else: a mistake of its own. */
  FAILED,
  /** The peer reset the connection, or was given up by the kernel. */
  LOST,
  /** Nothing moved for too long. */
  IDLE,
  /** The first byte did not come in time. */
  NO_FIRST_BYTE,
  /** The server is closing, and the call did not end within the grace period. */
  DRAINED,
  /** There was no room for the caller. */
  REJECTED,
  /** The caller read more slowly than the handler sends, and was disconnected for that. */
  SLOW_CONSUMER
}
