package switchboard.echo;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.DatagramServer;
import switchboard.server.DrainPolicy;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * An echo server for several endpoints: TCP and Unix sockets are served by {@link EchoHandler}, UDP
 * by {@link EchoDatagrams}. It receives from its start until it is closed. Safe for use by several
 * threads.
 */
public final class EchoServer implements AutoCloseable {
  private final @Nullable DatagramServer datagrams;
  private final @Nullable Server server;
  private final List<Endpoint> endpoints;

  private EchoServer(
      @Nullable DatagramServer datagrams, @Nullable Server server, List<Endpoint> endpoints) {
    this.datagrams = datagrams;
    this.server = server;
    this.endpoints = endpoints;
  }

  /** Starts an echo server with virtual threads and {@link Limits#standard()}. */
  public static EchoServer start(Network network, List<Endpoint> endpoints) throws IOException {
    return start(network, endpoints, Strategy.VIRTUAL_THREADS, Limits.standard());
  }

  /**
   * Starts an echo server. Blocks while names are resolved.
   *
   * @param endpoints at least one; those with the scheme {@code udp} receive datagrams, the others
   *     connections
   * @param strategy the strategy for connections; each UDP socket has one virtual thread
   * @param limits the limits of connections; {@link EchoDatagrams} has limits of its own
   * @throws switchboard.net.AddressUnavailableException if an address cannot be bound; then no
   *     address is bound
   * @throws switchboard.net.EndpointException if an endpoint cannot be listened at
   */
  public static EchoServer start(
      Network network, List<Endpoint> endpoints, Strategy strategy, Limits limits)
      throws IOException {
    return start(
        network,
        endpoints,
        Server.builder(new EchoHandler())
            .drainPolicy(DrainPolicy.STOP_READING)
            .strategy(strategy)
            .limits(limits));
  }

  /**
   * Starts an echo server whose connections are served by {@code setup}. Its handler may be another
   * one, such as a program.
   *
   * @param setup receives the network and the endpoints
   */
  public static EchoServer start(Network network, List<Endpoint> endpoints, Server.Builder setup)
      throws IOException {
    return start(network, endpoints, setup, new EchoDatagrams());
  }

  /** Starts an echo server with {@code setup} for connections and {@code echo} for datagrams. */
  public static EchoServer start(
      Network network, List<Endpoint> endpoints, Server.Builder setup, EchoDatagrams echo)
      throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("an echo server needs at least one endpoint");
    }
    setup.network(network);
    var datagramSetup = DatagramServer.builder(echo).network(network);
    for (Endpoint endpoint : endpoints) {
      if (isUdp(endpoint)) {
        datagramSetup.listen(endpoint);
      } else {
        setup.listen(endpoint);
      }
    }
    var datagrams = endpoints.stream().anyMatch(EchoServer::isUdp) ? datagramSetup.start() : null;
    if (datagrams != null) {
      echo.ownPorts(datagrams.endpoints().stream().map(Endpoint::port).collect(toSet()));
    }
    Server server = null;
    boolean started = false;
    try {
      server = endpoints.stream().allMatch(EchoServer::isUdp) ? null : setup.start();
      started = true;
    } finally {
      if (!started && datagrams != null) {
        datagrams.close();
      }
    }
    return new EchoServer(datagrams, server, known(endpoints, datagrams, server)).together();
  }

  private static boolean isUdp(Endpoint endpoint) {
    return endpoint.scheme().equals("udp");
  }

  /** Returns the endpoints in the order of {@code asked}, with the ports that the system chose. */
  private static List<Endpoint> known(
      List<Endpoint> asked, @Nullable DatagramServer datagrams, @Nullable Server server) {
    var ofDatagrams = datagrams == null ? List.<Endpoint>of() : datagrams.endpoints();
    var ofStreams = server == null ? List.<Address>of() : server.addresses();
    var nextDatagrams = new ArrayDeque<>(ofDatagrams);
    var nextStreams = new ArrayDeque<>(ofStreams.stream().map(Endpoint::of).toList());
    var known = new ArrayList<Endpoint>();
    for (Endpoint endpoint : asked) {
      known.addAll(ofOne(isUdp(endpoint) ? nextDatagrams : nextStreams));
    }
    known.addAll(nextStreams);
    known.addAll(nextDatagrams);
    return known;
  }

  /** Takes the endpoints of one name, which have the same port. */
  private static List<Endpoint> ofOne(Deque<Endpoint> next) {
    var taken = new ArrayList<Endpoint>();
    while (!next.isEmpty()
        && (taken.isEmpty()
            || (taken.getFirst().port() > 0 && taken.getFirst().port() == next.peek().port()))) {
      taken.add(next.poll());
    }
    return taken;
  }

  /** Makes a failure of the datagram server stop the other server too. */
  private EchoServer together() {
    if (datagrams != null && server != null) {
      Thread.ofVirtual()
          .name("switchboard-echo")
          .start(() -> {
            try {
              datagrams.awaitStop();
            } catch (IOException failed) {
              // awaitStop() reports it.
            }
            server.close();
          });
    }
    return this;
  }

  /**
   * Returns the endpoints in the order in which they were given, with the ports that were chosen.
   */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Returns the number of open connections. */
  public long active() {
    return server == null ? 0 : server.counters().active();
  }

  /**
   * Blocks until another thread has closed it.
   *
   * @throws switchboard.net.OperationInterruptedException if the thread is interrupted; the server
   *     continues
   * @throws IOException if a socket has failed, which stops the server
   */
  public void awaitStop() throws IOException {
    if (server != null) {
      server.awaitStop();
    }
    if (datagrams != null) {
      datagrams.awaitStop();
    }
  }

  /**
   * Stops the server. A connection is closed as soon as all its bytes have been sent back, and
   * reset after {@link Server#GRACE_PERIOD}. Datagrams that have not been received yet are lost.
   * Blocks until all connections are closed. Has no effect on a server that is closed.
   */
  @Override
  public void close() {
    if (datagrams != null) {
      datagrams.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
