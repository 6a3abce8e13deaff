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
 * Receives datagrams at its sockets and runs a {@link DatagramHandler} for each: the counterpart of
 * {@link Server} for datagrams. Each socket has one virtual thread, so a handler for one socket
 * needs no locks. It receives from the moment it exists until it is closed. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * try (var server = DatagramServer.bind("udp://127.0.0.1:7007",
 *     message -> message.reply(message.content()))) {
 *   server.awaitStop();
 * }
 * }</pre>
 */
public interface DatagramServer extends AutoCloseable {
  /**
   * Starts a server on the system's network.
   *
   * @param endpoint where to receive, as a person types it
   * @throws switchboard.net.AddressUnavailableException when the address cannot be bound
   */
  static DatagramServer bind(String endpoint, DatagramHandler handler) throws IOException {
    return builder(handler).listen(endpoint).start();
  }

  /** Returns a builder of servers that run {@code handler}. */
  static Builder builder(DatagramHandler handler) {
    return new DatagramServerBuilder(handler);
  }

  /**
   * Describes why replies may leave from another address than the client asked, and how to avoid
   * it: for a socket bound to every interface on an engine that cannot tell the destination of a
   * datagram. A server logs this at WARNING when it starts.
   *
   * @param local the address of the socket
   * @return one sentence, or null where replies leave from the address that was asked
   */
  static @Nullable String unknownDestination(Network network, Address local) {
    return RunningDatagramServer.unknownDestination(network, local);
  }

  /**
   * Returns the addresses at which it receives, in the order in which they were added, with the
   * ports that the system chose.
   */
  List<Address> addresses();

  /** Returns {@link #addresses()} in the form that a person types. */
  List<Endpoint> endpoints();

  /** Returns the first of {@link #endpoints()}, to send to. */
  Endpoint endpoint();

  /** Returns its counters, which go on counting. */
  DatagramCounters counters();

  /**
   * Sends the remaining bytes of {@code message} to {@code target}, from the first socket of the
   * target's address family, so that a reply arrives at this server. Blocks while the kernel's
   * buffer is full.
   *
   * @throws switchboard.net.DatagramTooLargeException when it exceeds the size of a datagram
   * @throws switchboard.net.SocketClosedException when the server has been closed
   */
  void send(ByteBuffer message, Address target) throws IOException;

  /**
   * Blocks until the server has been closed and its handlers have returned.
   *
   * @throws switchboard.net.DeadlineExceededException when a deadline of the thread passes first;
   *     the server goes on
   * @throws switchboard.net.OperationInterruptedException when the thread is interrupted; the
   *     server goes on
   * @throws IOException when a socket failed repeatedly, which stops the server
   */
  void awaitStop() throws IOException;

  /**
   * Stops. Datagrams that were not yet read are lost; handlers that run may finish and reply.
   * Blocks until then, for at most {@link Server#GRACE_PERIOD}; operations in which a handler is
   * still blocked then fail. May be called again. When a handler of this server calls it, it does
   * not block, since it would wait for itself.
   */
  @Override
  void close();

  /**
   * Returns one line with the endpoints, the engine, and the JVM options that would make it faster.
   * Logged at DEBUG when the server starts.
   */
  @Override
  String toString();

  /**
   * Collects the settings of a datagram server. It may start several servers; each keeps the
   * settings of the moment of its start. Confined to one thread.
   */
  interface Builder {
    /**
     * Adds an endpoint to receive at: every address of a host name, as {@link Network#bindAll}
     * does.
     */
    Builder listen(Endpoint endpoint);

    /** Adds an endpoint to receive at, as a person types it, such as {@code udp://:7007}. */
    Builder listen(String endpoint);

    /** Sets the network. Default: {@link Network#system()}. */
    Builder network(Network network);

    /** Sets the options of each socket. Default: none. */
    Builder options(Options options);

    /**
     * Joins a multicast group too, at each endpoint of the group's address family, which should be
     * bound to every interface: {@code udp://0.0.0.0:5007} or {@code udp://[::]:5007}.
     *
     * @param group its port is ignored
     * @param interfaceName as for {@link Datagrams#join}
     */
    Builder join(Address.Inet group, String interfaceName);

    /**
     * Binds at every endpoint and serves. Blocks while names are resolved.
     *
     * @throws switchboard.net.AddressUnavailableException when an address cannot be bound or a
     *     group cannot be joined; then it is bound nowhere
     * @throws switchboard.net.EndpointException when an endpoint is not one for datagrams
     * @throws IllegalStateException when no endpoint was added
     */
    DatagramServer start() throws IOException;
  }
}
