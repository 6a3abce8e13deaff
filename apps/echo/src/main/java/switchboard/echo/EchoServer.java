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
 * An echo server for several endpoints. {@link EchoHandler} serves TCP and Unix sockets, and {@link
 * EchoDatagrams} serves UDP sockets. The server runs until it is closed. Thread-safe.
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
   * @param endpoints the endpoints to listen at; at least one. The server receives datagrams at
   *     endpoints with the scheme {@code udp}, and accepts connections at all other endpoints
   * @param strategy the strategy for connections; one virtual thread serves each UDP socket
   * @param limits the limits on connections; {@link EchoDatagrams} has separate limits
   * @throws switchboard.net.AddressUnavailableException if the server cannot bind one of the
   *     addresses; in this case, the server binds no address
   * @throws switchboard.net.EndpointException if an endpoint is not suitable for listening
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
   * Starts an echo server whose connections are served as {@code setup} specifies. The handler of
   * {@code setup} may do something other than echo; it may, for example, run a program.
   *
   * @param setup a builder with the settings for connections. This method sets the network and the
   *     endpoints of the builder
   */
  public static EchoServer start(Network network, List<Endpoint> endpoints, Server.Builder setup)
      throws IOException {
    return start(network, endpoints, setup, new EchoDatagrams());
  }

  /**
   * Starts an echo server that uses {@code setup} for connections and {@code echo} for datagrams.
   */
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

  /**
   * Returns the endpoints at which the servers listen, in the order of {@code asked}, with the
   * ports that the system has chosen.
   */
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

  /**
   * Removes the endpoints of the next name from the queue, and returns them. The endpoints of one
   * name have the same port.
   */
  private static List<Endpoint> ofOne(Deque<Endpoint> next) {
    var taken = new ArrayList<Endpoint>();
    while (!next.isEmpty()
        && (taken.isEmpty()
            || (taken.getFirst().port() > 0 && taken.getFirst().port() == next.peek().port()))) {
      taken.add(next.poll());
    }
    return taken;
  }

  /**
   * Ensures that the server for connections stops when the datagram server fails. Returns this echo
   * server.
   */
  private EchoServer together() {
    if (datagrams != null && server != null) {
      Thread.ofVirtual()
          .name("switchboard-echo")
          .start(() -> {
            try {
              datagrams.awaitStop();
            } catch (IOException failed) {
              // awaitStop() reports this failure.
            }
            server.close();
          });
    }
    return this;
  }

  /**
   * Returns the endpoints in the order in which they were passed to {@code start}. A port that was
   * specified as 0 is replaced by the port that the system has chosen.
   */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** Returns the number of open connections. */
  public long active() {
    return server == null ? 0 : server.counters().active();
  }

  /**
   * Blocks until another thread has closed this server.
   *
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted; the
   *     server continues to run
   * @throws IOException if the server has stopped because a socket has failed
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
   * Stops the server. A connection is closed as soon as all received bytes have been sent back. A
   * connection that is still open after {@link Server#GRACE_PERIOD} is reset. Datagrams that the
   * server has not received yet are lost. Blocks until all connections are closed. Has no effect if
   * the server is already closed.
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
