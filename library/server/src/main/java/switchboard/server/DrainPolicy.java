package switchboard.server;

/**
 * Decides which calls a server ends during the grace period of a drain. The server ends a call by a
 * {@link DrainingException} in the handler's next or current read, never by an EOF that the peer
 * did not send. Calls that remain after the grace period are reset.
 *
 * @since 0.1.0
 */
public enum DrainPolicy {
  /**
   * Ends each call that waits for the first byte of a message. This is the default. A {@code
   * FramedConnection} knows where messages end; other handlers declare it with {@link
   * Call#messageComplete}. A call that never declares it, such as a relay or an upload of raw
   * bytes, may run until the grace period ends.
   */
  BETWEEN_MESSAGES,

  /** Lets each call run until the grace period ends. */
  GRACE_PERIOD,

  /**
   * Stops reading from the sockets of all calls immediately. Handlers may still consume the bytes
   * in their source's buffer, and write. It suits protocols without messages, such as echo.
   */
  STOP_READING
}
