package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connect in progress: it was started, and has not succeeded or failed yet. {@link
 * Readiness#select} reports a pending connect as writable when {@link #finishConnect} returns the
 * connection or throws an exception, and as broken when the connect is known to have failed.
 *
 * <pre>{@code
 * try (var pending = network.startConnect(Address.loopback(7000))) {
 *   Readiness.select(List.of(), List.of(pending), Duration.ofSeconds(2));
 *   try (var connected = pending.finishConnect()) {
 *     System.out.println(connected == null ? "timeout" : "connected to " + connected.remote());
 *   }
 * }
 * }</pre>
 *
 * <p>The caller must close the pending connect. Thread-safe.
 *
 * @since 0.1.0
 */
public interface PendingConnect extends Selectable {

  /**
   * Returns the connection if it is established. Does not block.
   *
   * @return the connection, which the caller closes; null while the connect is in progress, or if
   *     another thread is in {@link #awaitConnect}
   * @throws ConnectionRefusedException if no process listens at the address
   * @throws UnreachableException if there is no route, or the kernel's connect timeout has passed
   * @throws SocketClosedException if {@link #close} was called
   * @throws IOException if another I/O error occurs; after a failure, every further call throws the
   *     same exception
   * @throws IllegalStateException if an earlier call has returned the connection
   */
  @Nullable Connection finishConnect() throws IOException;

  /**
   * Blocks until the connect has succeeded or failed. After a timeout or an interruption, the
   * connect is still in progress, and this method can be called again.
   *
   * @return the connection, which the caller closes
   * @throws ConnectionRefusedException if no process listens at the address
   * @throws UnreachableException if there is no route, or the kernel's connect timeout has passed
   * @throws SocketClosedException if {@link #close} was called
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if an earlier call has returned the connection
   */
  Connection awaitConnect() throws IOException;

  /** {@return the address to connect to} */
  Address remote();

  /**
   * Abandons the connect: a blocked {@link #awaitConnect} throws {@link SocketClosedException}. A
   * connection that was already returned stays open. Further calls have no effect.
   */
  @Override
  void close();
}
