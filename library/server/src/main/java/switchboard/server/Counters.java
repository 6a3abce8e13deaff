package switchboard.server;

/** The counts of a {@link Server} since it started. Safe for use by several threads. */
public interface Counters {
  /** Returns the number of accepted connections, including those that were rejected. */
  long accepted();

  /** Returns the number of connections that were closed for {@code reason}. */
  long closed(CloseReason reason);

  /** Returns the number of connections that were closed. */
  long closed();

  /** Returns the number of connections that are open now. */
  long active();

  /** Returns the bytes that handlers have received, including those of active calls. */
  long bytesRead();

  /** Returns the bytes that handlers have handed to the system, including those of active calls. */
  long bytesWritten();

  /** Returns how often a connection could not be accepted for want of a file descriptor. */
  long outOfDescriptors();

  /** Returns how often a connection exceeded a limit, and waited or was rejected. */
  long overloads();

  /** Returns how often a handler was busy for longer than {@link Limits#slowHandlerThreshold}. */
  long slowHandlers();
}
