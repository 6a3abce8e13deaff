package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.internal.datagram.DatagramServerBuilder;
import switchboard.server.internal.datagram.RunningDatagramServer;

/**
 * Receives datagrams and runs a {@link DatagramHandler} for each of them. Each socket has one
 * virtual thread, so the handler of a server with one socket needs no locks. {@link #bind} starts a
 * server with the defaults, and {@link #builder} one with other settings. A server receives from
 * its start until it is closed. Safe for use by several threads.
 *
 * <pre>{@code
 * try (var server = DatagramServer.bind("udp://127.0.0.1:7007",
 *     message -> message.reply(message.content()))) {
 *   server.awaitStop();
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface DatagramServer extends AutoCloseable {
  /**
   * Starts a server on the system's network. Blocks while the name of a host is resolved.
   *
   * @param endpoint where to receive, such as {@code udp://localhost:7007}, or {@code udp://:7007}
   *     for every interface; port 0 lets the system choose
   * @param handler the code that handles each datagram
   * @return the server, which has begun to receive
   * @throws switchboard.net.AddressUnavailableException if an address cannot be bound
   * @throws switchboard.net.EndpointException if the endpoint is malformed or not for datagrams
   * @throws IOException if an I/O error occurs, such as a name that is not found
   */
  static DatagramServer bind(String endpoint, DatagramHandler handler) throws IOException {
    return builder(handler).listen(endpoint).start();
  }

  /**
   * Returns a builder of datagram servers.
   *
   * @param handler the code that handles each datagram; called by several threads at once if the
   *     server has several sockets
   * @return a builder without endpoints
   */
  static Builder builder(DatagramHandler handler) {
    return new DatagramServerBuilder(handler);
  }

  /**
   * Returns a warning if replies may have another source address than the one that the client
   * addressed, in which case clients with connected sockets ignore them. This happens with a socket
   * that is bound to every interface on an engine that cannot report the destination of a datagram.
   * A server logs this warning when it starts.
   *
   * @param network the network of the socket
   * @param local the address of the socket
   * @return one sentence that also names the remedy, or null if replies have the right address
   */
  static @Nullable String unknownDestination(Network network, Address local) {
    return RunningDatagramServer.unknownDestination(network, local);
  }

  /**
   * {@return the addresses at which it receives, with the ports that the system chose, in the order
   * in which their endpoints were added}
   */
  List<Address> addresses();

  /** {@return the {@link #addresses()} as endpoints, which clients can send to} */
  List<Endpoint> endpoints();

  /** {@return the first of {@link #endpoints()}} */
  Endpoint endpoint();

  /** {@return its counters: a live view, not a copy} */
  DatagramCounters counters();

  /**
   * Sends a datagram from one of the server's sockets, so that a reply arrives at this server. It
   * uses the first socket of the target's address family. Blocks while the kernel's buffer is full.
   *
   * @param message the remaining bytes are sent
   * @param target the address of the receiver
   * @throws switchboard.net.DatagramTooLargeException if it exceeds the maximum size of a datagram
   * @throws switchboard.net.SocketClosedException if the server has been closed
   * @throws IOException if the kernel reports another error
   */
  void send(ByteBuffer message, Address target) throws IOException;

  /**
   * Blocks until another thread has closed the server and its handlers have returned.
   *
   * @throws switchboard.net.DeadlineExceededException if a deadline of the calling thread passes;
   *     the server continues
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted; the
   *     server continues
   * @throws IOException if a socket failed repeatedly, which stops the server
   */
  void awaitStop() throws IOException;

  /**
   * Stops receiving. Datagrams that have not been received yet are lost. Handlers that are running
   * may finish and reply. Blocks until they have, or for {@link Server#GRACE_PERIOD}; after that
   * the sockets are closed, so operations in which handlers are blocked fail. Has no effect on a
   * server that is closed. It does not block when a handler of this server calls it, because it
   * would wait for that handler.
   */
  @Override
  void close();

  /**
   * {@return one line with the endpoints, the engine, and the JVM options that would make it
   * faster} A server logs this line at DEBUG when it starts.
   */
  @Override
  String toString();

  /**
   * Collects the settings of datagram servers. A builder may start several servers. Each server
   * keeps the settings from the moment of its start. A builder is not thread-safe.
   *
   * <pre>{@code
   * try (var server = DatagramServer.builder(message -> message.reply(message.content()))
   *     .listen("udp://127.0.0.1:0")
   *     .listen("udp://[::1]:0")
   *     .start()) {
   *   System.out.println(server.endpoints());
   * }
   * }</pre>
   */
  interface Builder {
    /**
     * Adds an endpoint to receive at. A host name stands for all its addresses, as for {@link
     * Network#bindAll}.
     *
     * @param endpoint an endpoint for datagrams
     * @return this builder
     */
    Builder listen(Endpoint endpoint);

    /**
     * Adds an endpoint to receive at.
     *
     * @param endpoint as for {@link DatagramServer#bind}
     * @return this builder
     * @throws switchboard.net.EndpointException if the endpoint is malformed
     */
    Builder listen(String endpoint);

    /**
     * Sets the network. Default: {@link Network#system()}.
     *
     * @param network not closed by the server
     * @return this builder
     */
    Builder network(Network network);

    /**
     * Sets socket options. Default: none.
     *
     * @param options options of each socket
     * @return this builder
     */
    Builder options(Options options);

    /**
     * Joins a multicast group with each socket of the group's address family. Such sockets should
     * be bound to every interface: {@code udp://0.0.0.0:5007} or {@code udp://[::]:5007}.
     *
     * @param group the address of the group; its port is ignored
     * @param interfaceName as for {@link Datagrams#join}
     * @return this builder
     */
    Builder join(Address.Inet group, String interfaceName);

    /**
     * Binds the sockets and starts a server with the current settings. Blocks while names of hosts
     * are resolved.
     *
     * @return the server, which has begun to receive
     * @throws switchboard.net.AddressUnavailableException if an address cannot be bound or a group
     *     cannot be joined; then no address is bound
     * @throws switchboard.net.EndpointException if an endpoint is not for datagrams
     * @throws IllegalStateException if no endpoint was added
     * @throws IOException if an I/O error occurs, such as a name that is not found
     */
    DatagramServer start() throws IOException;
  }
}
