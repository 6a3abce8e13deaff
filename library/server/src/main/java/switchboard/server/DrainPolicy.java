package switchboard.server;

/**
 * Which calls a server ends while it drains, before its grace period is over. Whatever the policy,
 * a drain never looks like the peer's end of stream: a handler gets a {@link DrainingException}.
 * Calls that are still there after the grace period are reset.
 */
public enum DrainPolicy {
  /**
   * Ends a call that waits for the first byte of a message: the default. {@code Frames} says where
   * messages begin, and so does a handler by {@link Call#messageComplete}. A call that never says
   * so, such as a relay or an upload of raw bytes, runs until the grace period is over.
   */
  BETWEEN_MESSAGES,

  /** Lets every call run until the grace period is over, as if nothing had happened. */
  GRACE_PERIOD,

  /**
   * Reads nothing more from any caller, wherever it is; handlers may still use what their source
   * holds, and write. For protocols in which every byte is dealt with when it has been read, such
   * as echo.
   */
  STOP_READING
}
