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
 * The echo at several endpoints at once: TCP and Unix sockets through an {@link EchoHandler}, UDP
 * datagram by datagram. It listens once it exists. For programs and tests; any thread.
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

  /** Echoes at {@code endpoints}, as {@link #start(Network, List, Strategy, Limits)} usually. */
  public static EchoServer start(Network network, List<Endpoint> endpoints) throws IOException {
    return start(network, endpoints, Strategy.VIRTUAL_THREADS, Limits.standard());
  }

  /**
   * Echoes at all {@code endpoints}, or at none. Blocks while names are resolved.
   *
   * @param endpoints at least one; {@code udp} ones take datagrams, the others connections
   * @param strategy how connections are served; each UDP endpoint has one virtual thread
   * @param limits for connections; datagrams have those of {@link EchoDatagrams}
   * @throws switchboard.net.AddressUnavailableException when one of them can't be had
   * @throws switchboard.net.EndpointException when nobody can listen on one of them
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
   * Likewise, with connections served by {@code setup}, such as one of programs that echo; it gets
   * the network and the endpoints.
   */
  public static EchoServer start(Network network, List<Endpoint> endpoints, Server.Builder setup)
      throws IOException {
    return start(network, endpoints, setup, new EchoDatagrams());
  }

  /** As {@link #start(Network, List, Server.Builder)}, with an echo that has limits of its own. */
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

  /** The endpoints in the order in which they were asked for, with the ports that were chosen. */
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

  /** The addresses of one name have one port. */
  private static List<Endpoint> ofOne(Deque<Endpoint> next) {
    var taken = new ArrayList<Endpoint>();
    while (!next.isEmpty()
        && (taken.isEmpty()
            || (taken.getFirst().port() > 0 && taken.getFirst().port() == next.peek().port()))) {
      taken.add(next.poll());
    }
    return taken;
  }

  /** When one of the two can't go on, nobody should believe that all is well. */
  private EchoServer together() {
    if (datagrams != null && server != null) {
      Thread.ofVirtual()
          .name("switchboard-echo")
          .start(() -> {
            try {
              datagrams.awaitStop();
            } catch (IOException failed) {
              // It is told to whoever waits.
            }
            server.close();
          });
    }
    return this;
  }

  /** Where it echoes, in the order that was asked for, with the ports that the system chose. */
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  /** How many connections are open now. */
  public long active() {
    return server == null ? 0 : server.counters().active();
  }

  /**
   * Blocks until it was closed.
   *
   * @throws switchboard.net.OperationInterruptedException when the thread is interrupted; the echo
   *     goes on
   * @throws IOException when it can't go on
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
   * Stops: callers who have had everything back are parted from at once, the others get {@link
   * Server#GRACE_PERIOD}; datagrams that were not yet read are lost. Blocks until all have left.
   * Repeatable.
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
