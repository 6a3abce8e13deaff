package switchboard.echo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Options;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * The echo at several endpoints at once: TCP and Unix sockets through an {@link EchoService}, UDP
 * datagram by datagram. It listens once it exists. For programs and tests; any thread.
 */
public final class EchoServer implements AutoCloseable {
  private final List<Datagrams> sockets;
  private final List<Endpoint> endpoints;
  private final @Nullable Server server;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private EchoServer(List<Datagrams> sockets, @Nullable Server server, List<Endpoint> endpoints) {
    this.sockets = sockets;
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
   * @param limits for connections; datagrams know none
   * @throws switchboard.net.AddressUnavailableException when one of them can't be had
   * @throws switchboard.net.EndpointException when nobody can listen on one of them
   */
  public static EchoServer start(
      Network network, List<Endpoint> endpoints, Strategy strategy, Limits limits)
      throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("an echo server needs at least one endpoint");
    }
    var setup = Server.of(new EchoService()).network(network).strategy(strategy).limits(limits);
    var sockets = new ArrayList<Datagrams>();
    Server server = null;
    boolean started = false;
    try {
      boolean streams = false;
      for (Endpoint endpoint : endpoints) {
        if (isUdp(endpoint)) {
          sockets.add(network.bind(endpoint, Options.none()));
        } else {
          setup.on(endpoint);
          streams = true;
        }
      }
      server = streams ? setup.start() : null;
      started = true;
    } finally {
      if (!started) {
        sockets.forEach(Datagrams::close);
      }
    }
    var echo = new EchoServer(sockets, server, known(endpoints, sockets, server));
    sockets.forEach(echo::echoAt);
    return echo;
  }

  private static boolean isUdp(Endpoint endpoint) {
    return endpoint.scheme().equals("udp");
  }

  /** The endpoints in the order in which they were asked for, with the ports that were chosen. */
  private static List<Endpoint> known(
      List<Endpoint> asked, List<Datagrams> sockets, @Nullable Server server) {
    var datagrams = sockets.iterator();
    var streams = server == null ? List.<Address>of() : server.addresses();
    var addresses = streams.iterator();
    return asked.stream()
        .map(endpoint ->
            isUdp(endpoint)
                ? Endpoint.of(datagrams.next().local()).withScheme("udp")
                : Endpoint.of(addresses.next()))
        .toList();
  }

  private void echoAt(Datagrams socket) {
    Thread.ofVirtual()
        .name("switchboard-echo " + socket.local())
        .start(new EchoDatagrams(socket, this::close));
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
   * Blocks until it was closed, or can't go on.
   *
   * @throws OperationInterruptedException when the thread is interrupted; the echo goes on
   */
  public void awaitStop() throws IOException {
    if (server != null) {
      server.awaitStop();
      close();
      return;
    }
    try {
      closed.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationInterruptedException();
    } catch (ExecutionException impossible) {
      throw new IOException(impossible);
    }
  }

  /**
   * Stops: callers who have had everything back are parted from at once, the others get {@link
   * Server#GRACE}; datagrams that were not yet read are lost. Blocks until all have left.
   * Repeatable.
   */
  @Override
  public void close() {
    sockets.forEach(Datagrams::close);
    if (server != null) {
      server.close();
    }
    closed.complete(null);
  }
}
