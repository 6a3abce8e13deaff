package switchboard.net.spi;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Options;
import switchboard.net.spi.support.EventLoop;

/**
 * A factory of sockets. The sockets of an engine use the system calls of a kernel or the channels
 * of the JDK, exist only in memory, or belong to a simulated network. The methods of an engine do
 * not block; methods of the handles that it returns may block. Safe for use by multiple threads.
 *
 * <p>{@link switchboard.net.Network} wraps the handles of an engine in connections, listeners and
 * datagram sockets. It adds the operation and the addresses to the errors that handles throw.
 *
 * @since 0.1.0
 */
public interface Engine extends AutoCloseable {

  /** {@return the name of this engine, short and in lower case, such as {@code nio}} */
  String name();

  /** {@return the features that this engine supports on this machine} */
  Set<Capability> capabilities();

  /**
   * Starts to connect. Does not block: the returned handle finishes the connect.
   *
   * @param remote the address of the peer
   * @param options set on the socket before it connects; options that do not apply to the socket
   *     are ignored
   * @return the connect in progress, which the caller closes or finishes
   * @throws IOException as a {@link SystemError} if the socket cannot be created or configured, or
   *     the connect fails immediately
   */
  ConnectHandle connect(Address remote, Options options) throws IOException;

  /**
   * Opens a listening socket.
   *
   * @param local the address to bind to; with port 0 the system chooses the port
   * @param options set on the listening socket or on accepted connections; options that apply to
   *     neither are ignored
   * @return the listener, which the caller closes
   * @throws IOException as a {@link SystemError} if the address is not available or the socket
   *     cannot be created or configured
   */
  ListenerHandle listen(Address local, Options options) throws IOException;

  /**
   * Opens a datagram socket.
   *
   * @param local the address to bind to; if null, the system chooses an address of the same family
   *     as {@code remote}
   * @param remote the only address to which the socket sends and from which it receives; null for a
   *     socket without a peer
   * @param options set on the socket before it is bound; options that do not apply to the socket
   *     are ignored
   * @return the datagram socket, which the caller closes
   * @throws IOException as a {@link SystemError} if the address is not available or the socket
   *     cannot be created or configured
   */
  DatagramHandle bind(@Nullable Address local, @Nullable Address remote, Options options)
      throws IOException;

  /**
   * Returns a builder of virtual threads that always run on one event loop of this engine. Each
   * call selects the next event loop in turn.
   *
   * @return the builder; null if this engine has no event loops, or the JVM does not permit them
   *     ({@link switchboard.net.spi.support.EventLoopThreads#unavailableReason})
   */
  default Thread.Builder.@Nullable OfVirtual eventLoopThread() {
    return null;
  }

  /**
   * {@return the event loops that are running; empty until {@link #eventLoopThread} is called for
   * the first time}
   */
  default List<EventLoop> eventLoops() {
    return List.of();
  }

  /**
   * Stops the engine's own threads and closes its sockets. Calls on handles that are still open
   * fail. A second call does nothing.
   */
  @Override
  void close();
}
