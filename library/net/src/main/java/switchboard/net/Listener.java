package switchboard.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket (listen(2)), which accepts connections.
 *
 * <pre>{@code
 * try (var echo = network.listen("127.0.0.1:0"); var accepted = echo.accept()) {
 *   accepted.source().transferTo(accepted.sink());
 * }
 * }</pre>
 *
 * <p>Blocking, deadlines, interruption and closing work as for a {@link Connection}. Thread-safe:
 * if several threads call {@link #accept}, they get connections in the order of their calls. The
 * server of the module {@code switchboard.server} runs the accept loop for you.
 *
 * @since 0.1.0
 */
public interface Listener extends Selectable {

  /**
   * Accepts a connection. Blocks until a peer connects. Sets those options for connections that
   * were passed to {@link Network#listen(Endpoint, Options)}.
   *
   * <p>Skips peers that disconnect before they are accepted. Ignores errors of accept(2) that
   * concern the network connection of a single peer. The exceptions that are thrown concern this
   * process or this machine, so the call can be repeated later.
   *
   * @return a new connection, which the caller closes
   * @throws TooManyOpenFilesException if no file descriptor is free; the peer stays in the backlog
   * @throws SystemCallException if the system has no memory for a further socket, or if it rejects
   *     an option for the accepted connection, which is then closed
   * @throws SocketClosedException if the listener is closed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   */
  Connection accept() throws IOException;

  /**
   * Accepts a connection if the backlog has one. Does not block.
   *
   * @return a new connection, which the caller closes; null if no peer is waiting, or if another
   *     thread is accepting
   * @throws TooManyOpenFilesException if no file descriptor is free; the peer stays in the backlog
   * @throws SocketClosedException if the listener is closed
   * @throws IOException as {@link #accept} does
   */
  @Nullable Connection tryAccept() throws IOException;

  /**
   * Stops listening. When this returns, the port is free and the file of a Unix socket is deleted.
   * Threads that are blocked in {@link #accept} throw {@link SocketClosedException}. Peers in the
   * backlog are disconnected; accepted connections stay open. Further calls have no effect.
   */
  @Override
  void close();

  /** {@return whether {@link #close} has not been called yet} */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /**
   * {@return the address at which this listener listens; if it was opened with port 0, with the
   * port that the system has chosen}
   */
  Address local();

  /** {@return the address of this listener ({@link #local()}) as an endpoint to connect to} */
  default Endpoint endpoint() {
    return Endpoint.of(local());
  }

  /**
   * {@return the options of the listening socket, which can be read and changed while it is open}
   */
  ConnectionOptions options();
}
