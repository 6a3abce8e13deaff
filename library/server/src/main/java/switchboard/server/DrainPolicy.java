package switchboard.server;

/**
 * Decides which calls a server ends while it drains, before its grace period is over. Under each
 * policy a drain never looks like the peer's end of stream: a handler gets a {@link
 * DrainingException}. Calls that are left after the grace period are reset.
 */
public enum DrainPolicy {
  /**
   * Ends a call that waits for the first byte of a message: the default. A {@code FramedConnection}
   * declares where messages end, and so does a handler by {@link Call#messageComplete}. A call that
   * never declares it, such as a relay or an upload of raw bytes, runs until the grace period is
   * over.
   */
  BETWEEN_MESSAGES,

  /** Lets each call run until the grace period is over. */
  GRACE_PERIOD,

  /**
   * Ends the input of each call at once; handlers may still use the bytes that their source holds,
   * and write. For protocols in which each byte is dealt with as soon as it has been read, such as
   * echo.
   */
  STOP_READING
}
