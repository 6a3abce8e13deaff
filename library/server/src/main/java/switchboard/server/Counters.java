package switchboard.server;

/**
 * The counters of a {@link Server}. All counters are 0 when the server starts. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public interface Counters {
  /**
   * {@return the number of accepted connections, including connections that were rejected
   * afterwards}
   */
  long accepted();

  /**
   * {@return the number of connections that were closed for the given reason}
   *
   * @param reason the reason to count
   */
  long closed(CloseReason reason);

  /** {@return the number of connections that were closed for any reason} */
  long closed();

  /** {@return the number of accepted connections that are not closed yet} */
  long active();

  /** {@return the number of bytes that handlers have read, including the bytes of active calls} */
  long bytesRead();

  /**
   * {@return the number of bytes that handlers have written and the kernel has accepted, including
   * the bytes of active calls}
   */
  long bytesWritten();

  /**
   * {@return the number of times that an accept failed because no file descriptor was available}
   */
  long outOfDescriptors();

  /** {@return the number of connections that had to wait or were rejected because of a limit} */
  long overloads();

  /**
   * {@return the number of times that a handler was busy for longer than {@link
   * Limits#slowHandlerThreshold}}
   */
  long slowHandlers();
}
