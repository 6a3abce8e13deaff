package switchboard.server;

/**
 * The reason for which a server closed a connection.
 *
 * @since 0.1.0
 */
public enum CloseReason {
  /** The handler returned. */
  DONE,
  /** The handler threw an {@code IOException}, such as the one for a malformed message. */
  ENDED,
  /** The handler threw another exception or error, or a program could not be started. */
  FAILED,
  /** The peer reset the connection, or the kernel reported that it timed out. */
  LOST,
  /** No byte moved in either direction for {@link Limits#idleTimeout}. */
  IDLE,
  /** The first byte did not arrive within {@link Limits#firstByteTimeout}. */
  NO_FIRST_BYTE,
  /** The server drained, and the call did not end within the grace period. */
  DRAINED,
  /**
   * The connection exceeded a limit, an {@link AcceptFilter} rejected it, or no thread could be
   * started for it.
   */
  REJECTED,
  /** The peer read more slowly than the handler wrote; see {@link Call#slowConsumer}. */
  SLOW_CONSUMER
}
