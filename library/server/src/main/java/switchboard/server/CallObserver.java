package switchboard.server;

import switchboard.net.Address;

/**
 * Receives a report of each connection of a {@link Server}: for access logs and statistics.
 *
 * <p>The methods are called by the thread that accepts or serves the connection, so by several
 * threads at once. They must return soon: one that blocks delays its call, and {@link #rejected}
 * delays all further connections. An exception that they throw is logged and has no other effect.
 */
public interface CallObserver {
  /**
   * Called when a connection has its slot and its handler is about to run.
   *
   * @param call the number of the call at its server, from 1
   */
  default void opened(long call, Address remote) {}

  /** Called when a connection for which {@link #opened} was called has been closed. */
  default void closed(CallSummary call) {}

  /**
   * Called when a connection is rejected, by a limit or an {@link AcceptFilter}; its handler does
   * not run.
   *
   * @param reason the limit, such as {@code no more connections}, or the filter
   */
  default void rejected(long call, Address remote, String reason) {}
}
