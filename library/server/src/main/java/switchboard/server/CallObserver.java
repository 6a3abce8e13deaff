package switchboard.server;

import switchboard.net.Address;

/**
 * Receives an event when a connection of a {@link Server} is opened, closed or rejected, for access
 * logs and statistics.
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
 * call them at once. They should return quickly: an {@link #opened} or {@link #closed} that blocks
 * delays its call, and a {@link #rejected} that blocks delays all further connections. An exception
 * that they throw is logged and has no other effect.
 *
 * @since 0.1.0
 */
public interface CallObserver {
  /**
   * Called when a connection has a connection slot and its handler is about to run.
   *
   * @param call the number of the call: a server numbers its calls from 1
   * @param remote the address of the peer, as the kernel reports it
   */
  default void opened(long call, Address remote) {}

  /**
   * Called once after each {@link #opened}, when the call has ended.
   *
   * @param call the traffic, the duration and the reason of the close
   */
  default void closed(CallSummary call) {}

  /**
   * Called when a connection is rejected because of a limit or an {@link AcceptFilter}, or because
   * no thread could be started for it. Its handler does not run, and neither {@link #opened} nor
   * {@link #closed} is called for it.
   *
   * @param call the number of the rejected connection, from the same sequence as those of calls
   * @param remote the address of the peer, as the kernel reports it
   * @param reason the limit or the filter, in words, such as {@code no more connections}
   */
  default void rejected(long call, Address remote, String reason) {}
}
