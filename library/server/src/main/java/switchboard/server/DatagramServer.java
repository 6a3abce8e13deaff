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
 * virtual thread, so the handler of a server with only one socket needs no locks. {@link #bind}
 * starts a server with default settings; {@link #builder} returns a builder for a server with
 * different settings. A server receives datagrams from its start until it is closed. Safe for use
 * by several threads.
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
   * Starts a server on {@link Network#system()}. Blocks while a host name is resolved.
   *
   * @param endpoint the endpoint at which to receive, such as {@code udp://localhost:7007}, or
   *     {@code udp://:7007} for every interface; with port 0 the system chooses a port
   * @param handler the code that handles each datagram
   * @return the server, which has begun to receive
   * @throws switchboard.net.AddressUnavailableException if an address cannot be bound
   * @throws switchboard.net.EndpointException if the endpoint is malformed or is not a datagram
   *     endpoint
   * @throws IOException if an I/O error occurs, for example because a host name cannot be resolved
   */
  static DatagramServer bind(String endpoint, DatagramHandler handler) throws IOException {
    return builder(handler).listen(endpoint).start();
  }

  /**
   * Returns a builder of datagram servers.
   *
   * @param handler the code that handles each datagram; several threads may call it at the same
   *     time if the server has several sockets
   * @return a builder without endpoints
   */
  static Builder builder(DatagramHandler handler) {
    return new DatagramServerBuilder(handler);
  }

  /**
   * Returns a warning if the source address of replies may differ from the address to which the
   * client has sent its datagram. Clients with connected sockets ignore such replies. The warning
   * applies to a socket that is bound to every interface on an engine that cannot report the
   * destination of a datagram. A server logs this warning when it starts.
   *
   * @param network the network of the socket
   * @param local the address of the socket
   * @return one sentence that also says what to change, or null if replies have the right source
   *     address
   */
  static @Nullable String unknownDestination(Network network, Address local) {
    return RunningDatagramServer.unknownDestination(network, local);
  }

  /**
   * {@return the addresses at which this server receives, in the order in which their endpoints
   * were added} They contain the ports that the system chose.
   */
  List<Address> addresses();

  /** {@return the {@link #addresses()} as endpoints to which clients can send} */
  List<Endpoint> endpoints();

  /** {@return the first of {@link #endpoints()}} */
  Endpoint endpoint();

  /** {@return the counters of this server; their values continue to change} */
  DatagramCounters counters();

  /**
   * Sends a datagram from one of the server's sockets, so that a reply arrives at this server. Uses
   * the first socket that has the address family of the target. Blocks while the kernel's send
   * buffer is full.
   *
   * @param message the buffer whose remaining bytes are sent
   * @param target the address of the receiver
   * @throws switchboard.net.DatagramTooLargeException if the message exceeds the maximum size of a
   *     datagram
   * @throws switchboard.net.SocketClosedException if the server has been closed
   * @throws IOException if the kernel reports another error
   */
  void send(ByteBuffer message, Address target) throws IOException;

  /**
   * Blocks until another thread has closed the server and its handlers have returned.
   *
   * @throws switchboard.net.DeadlineExceededException if a deadline of the calling thread passes;
   *     the server continues to run
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted; the
   *     server continues to run
   * @throws IOException if a socket failed repeatedly, which stops the server
   */
  void awaitStop() throws IOException;

  /**
   * Stops receiving. Datagrams that have not been received yet are lost. Handlers that are running
   * may finish and reply. This method blocks until the handlers have returned, for at most {@link
   * Server#GRACE_PERIOD}. After that time the sockets are closed, so that operations in which
   * handlers are still blocked fail. A second call has no effect. If a handler of this server calls
   * this method, the method does not block, because it would otherwise wait for the handler that
   * has called it.
   */
  @Override
  void close();

  /**
   * {@return one line with the endpoints, the engine, and JVM options that would make the engine
   * faster} A server logs this line at DEBUG when it starts.
   */
  @Override
  String toString();

  /**
   * Builds datagram servers. A builder may start several servers. Changes to the builder do not
   * affect servers that have been started. A builder is not thread-safe.
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
     * Adds an endpoint at which to receive. If the endpoint contains a host name, the server
     * receives at all addresses of the name, as described for {@link Network#bindAll}.
     *
     * @param endpoint a datagram endpoint
     * @return this builder
     */
    Builder listen(Endpoint endpoint);

    /**
     * Adds an endpoint at which to receive.
     *
     * @param endpoint the endpoint, as described for {@link DatagramServer#bind}
     * @return this builder
     * @throws switchboard.net.EndpointException if the endpoint is malformed
     */
    Builder listen(String endpoint);

    /**
     * Sets the network. Default: {@link Network#system()}.
     *
     * @param network the network, which the server does not close
     * @return this builder
     */
    Builder network(Network network);

    /**
     * Sets socket options. Default: none.
     *
     * @param options the options of each socket
     * @return this builder
     */
    Builder options(Options options);

    /**
     * Joins a multicast group with each socket that has the address family of the group. To receive
     * datagrams of a group, the sockets should be bound to every interface: {@code
     * udp://0.0.0.0:5007} or {@code udp://[::]:5007}.
     *
     * @param group the address of the group; its port is ignored
     * @param interfaceName the network interface, as described for {@link Datagrams#join}
     * @return this builder
     */
    Builder join(Address.Inet group, String interfaceName);

    /**
     * Binds the sockets and starts a server with the current settings. Blocks while host names are
     * resolved.
     *
     * @return the server, which has begun to receive
     * @throws switchboard.net.AddressUnavailableException if an address cannot be bound or a group
     *     cannot be joined; in this case no address remains bound
     * @throws switchboard.net.EndpointException if an endpoint is not a datagram endpoint
     * @throws IllegalStateException if no endpoint was added
     * @throws IOException if an I/O error occurs, for example because a host name cannot be
     *     resolved
     */
    DatagramServer start() throws IOException;
  }
}
