package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket: {@link #accept} gives a {@link Connection} for each caller, and that is all
 * it does. Blocking, deadlines and closing are as for a connection; several threads may accept, and
 * take turns.
 */
public interface Listener extends Selectable {

  /**
   * Blocks until somebody calls. Errors that accept(2) passes on from the network of one caller,
   * and callers that have disconnected before they were accepted, are skipped. What remains
   * concerns this process or machine, and the call may be repeated once there is room again.
   *
   * @throws TooManyOpenFilesException when this process can open no further socket; the caller
   *     stays in the backlog
   * @throws SystemCallException when the system is out of memory for sockets, or does not take an
   *     option that was chosen for accepted connections; in the second case the caller is
   *     disconnected
   * @throws SocketClosedException when the listener is closed
   */
  Connection accept() throws IOException;

  /** Like {@link #accept}, but returns null when nobody is waiting. */
  @Nullable Connection tryAccept() throws IOException;

  /** Stops listening, and wakes those who accept. When it returns, the port is free. Repeatable. */
  @Override
  void close();

  /** Whether {@link #close} was not called. */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /** Where it listens; the port is the one that the system chose. */
  Address local();

  /** {@link #local()} as an endpoint to connect to. */
  default Endpoint endpoint() {
    return Endpoint.of(local());
  }

  /** The knobs of the socket. */
  ConnectionOptions options();
}
