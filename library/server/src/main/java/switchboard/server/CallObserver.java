package switchboard.server;

import switchboard.net.Address;

/**
 * Receives an event whenever a connection of a {@link Server} is opened, closed or rejected.
 * Observers write access logs or compute statistics, for example.
 *
 * <pre>{@code
 * CallObserver log = new CallObserver() {
 *   @Override
 *   public void closed(CallSummary call) {
 *     System.out.println(call.remote() + " " + call.bytesRead() + " " + call.reason());
 *   }
 * };
 * }</pre>
 *
 * <p>The methods run on the thread that accepts or serves the connection, so several threads may
 * call them at the same time. The methods should not block: while {@link #opened} or {@link
 * #closed} blocks, the reported call waits; while {@link #rejected} blocks, all further connections
 * wait. If a method throws an exception, the exception is logged and has no other effect.
 *
 * @since 0.1.0
 */
public interface CallObserver {
  /**
   * Called when a connection was accepted and exceeds no limit, immediately before its handler
   * runs.
   *
   * @param call the number of the call; the first connection of a server has number 1
   * @param remote the address of the peer, as the kernel reports it
   */
  default void opened(long call, Address remote) {}

  /**
   * Called once after each {@link #opened}, when the call has ended.
   *
   * @param call a summary of the call: its traffic, its duration and the reason for its end
   */
  default void closed(CallSummary call) {}

  /**
   * Called when a connection is rejected because of a limit or an {@link AcceptFilter}, or because
   * no thread could be started for the connection. The handler does not run for a rejected
   * connection, and neither {@link #opened} nor {@link #closed} is called.
   *
   * @param call the number of the rejected connection; calls and rejected connections are numbered
   *     in one sequence
   * @param remote the address of the peer, as the kernel reports it
   * @param reason a text that names the limit or the filter, such as {@code no more connections}
   */
  default void rejected(long call, Address remote, String reason) {}
}
