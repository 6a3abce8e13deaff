package switchboard.server;

/** The reason for which a server closed a connection. */
public enum CloseReason {
  /** The handler returned. */
  DONE,
  /** The handler threw an {@code IOException}: it could not make sense of what the peer sent. */
  ENDED,
  /** The handler threw any other exception: a defect of its own. */
  FAILED,
  /** The peer reset the connection, or the kernel gave up on it. */
  LOST,
  /** No byte moved in either direction for {@link Limits#idleTimeout}. */
  IDLE,
  /** The first byte did not arrive within {@link Limits#firstByteTimeout}. */
  NO_FIRST_BYTE,
  /** The server drained, and the call did not end within the grace period. */
  DRAINED,
  /** The connection exceeded a limit, or an {@link AcceptFilter} rejected it. */
  REJECTED,
  /** The peer read more slowly than the handler sends, and was disconnected for that. */
  SLOW_CONSUMER
}
