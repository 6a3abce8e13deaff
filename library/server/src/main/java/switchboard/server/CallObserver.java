package switchboard.server;

import switchboard.net.Address;

/**
 * Receives a report of each connection of a {@link Server}: for access logs and statistics.
 *
 * <p>The methods are called by the thread that accepts or serves the connection, so several at
 * once. They must return soon: one that blocks delays that call, and {@link #rejected} all callers.
 * An exception that they throw is logged and has no other effect.
 */
public interface CallObserver {
  /**
   * A connection has its slot, and its handler is about to run.
   *
   * @param call the number of the call at its server, from 1
   */
  default void opened(long call, Address remote) {}

  /** A connection for which {@link #opened} was called is closed. */
  default void closed(CallSummary call) {}

  /**
   * A connection was rejected because a limit is reached; its handler does not run.
   *
   * @param reason the limit, such as {@code no more connections}
   */
  default void rejected(long call, Address remote, String reason) {}
}
