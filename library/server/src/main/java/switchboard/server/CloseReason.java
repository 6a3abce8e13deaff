package switchboard.server;

/**
 * The reason why a server closed a connection.
 *
 * @since 0.1.0
 */
public enum CloseReason {
  /** The handler returned without an exception. */
  DONE,
  /** The handler threw an {@code IOException}, for example because a message was malformed. */
  ENDED,
  /**
   * The handler threw an {@code Error} or an exception other than {@code IOException}, or the
   * program of a {@link ProcessHandler} could not be started.
   */
  FAILED,
  /** The peer reset the connection, or the kernel reported that the connection timed out. */
  LOST,
  /** No byte was transferred in either direction for the duration of {@link Limits#idleTimeout}. */
  IDLE,
  /** The first byte did not arrive within {@link Limits#firstByteTimeout}. */
  NO_FIRST_BYTE,
  /**
   * The server shut down gracefully (drained), and the call did not end within the grace period.
   */
  DRAINED,
  /**
   * The connection exceeded a limit, an {@link AcceptFilter} rejected the connection, or no thread
   * could be started for the connection.
   */
  REJECTED,
  /** The peer read more slowly than the handler wrote; see {@link Call#slowConsumer}. */
  SLOW_CONSUMER
}
