package switchboard.server;

/**
 * Decides which calls a server ends during the grace period of a drain, that is, of a graceful
 * shutdown. To end a call, the server makes the current or next read of the handler throw {@link
 * DrainingException}. The read never returns an EOF that the peer did not send. The connections of
 * calls that remain after the grace period are reset.
 *
 * @since 0.1.0
 */
public enum DrainPolicy {
  /**
   * Ends each call that waits for the first byte of a message. This is the default. A {@code
   * FramedConnection} informs the server of the end of each message; a handler without a {@code
   * FramedConnection} must call {@link Call#messageComplete} after each message. If the end of a
   * message is never declared, as in a relay or an upload of raw bytes, the call may run until the
   * grace period ends.
   */
  BETWEEN_MESSAGES,

  /** Lets each call run until the grace period ends. */
  GRACE_PERIOD,

  /**
   * Stops reading from the sockets of all calls immediately. Handlers may still consume the bytes
   * in the buffer of their source, and may write. This policy suits protocols without messages,
   * such as echo.
   */
  STOP_READING
}
