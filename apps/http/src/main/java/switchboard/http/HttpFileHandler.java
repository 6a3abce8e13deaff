package switchboard.http;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.ConnectionHandler;
import switchboard.server.Limits;
import switchboard.server.Server;

/**
 * Serves the files of a directory by HTTP/1.0 and 1.1: GET and HEAD, with preconditions and single
 * ranges, one request after the other on the same connection. A directory without {@code
 * index.html} is listed. It takes no body. Any thread.
 *
 * <p>On connections that came over loopback, it answers for IP addresses, {@code localhost} and
 * names below that, and for {@link #allowingHosts names that were allowed}; for others with 421.
 * {@link #start} lifts that if the server listens on any other address too.
 */
public final class HttpFileHandler implements ConnectionHandler {
  private final StaticFiles folder;
  private final AllowedHosts hosts;
  private final InstantSource clock;
  private final Consumer<AccessLogEntry> visits;

  /** Whether other machines can connect, so that the server may have any name. */
  private volatile boolean open;

  /**
   * Serves {@code directory}, by the system's clock.
   *
   * @param visits hears of every answer, on the thread of its call
   * @throws IOException when it is no directory that can be read
   */
  public HttpFileHandler(Path directory, Consumer<AccessLogEntry> visits) throws IOException {
    this(directory, visits, InstantSource.system());
  }

  /** The same by another clock, from which the field {@code Date} comes. */
  public HttpFileHandler(Path directory, Consumer<AccessLogEntry> visits, InstantSource clock)
      throws IOException {
    this(new StaticFiles(directory, true), AllowedHosts.LOCAL, visits, clock);
  }

  private HttpFileHandler(
      StaticFiles folder,
      AllowedHosts hosts,
      Consumer<AccessLogEntry> visits,
      InstantSource clock) {
    this.folder = folder;
    this.hosts = hosts;
    this.visits = visits;
    this.clock = clock;
  }

  /**
   * The same, but a directory without {@code index.html} is not found.
   *
   * @throws IOException when the directory can't be read any more
   */
  public HttpFileHandler withoutListings() throws IOException {
    return new HttpFileHandler(folder.withListings(false), hosts, visits, clock);
  }

  /**
   * The same, with these names beside those that lead to this machine.
   *
   * @param names without ports; case does not matter
   * @throws IllegalArgumentException if one is not a host name
   */
  public HttpFileHandler allowingHosts(List<String> names) {
    return new HttpFileHandler(folder, AllowedHosts.of(names), visits, clock);
  }

  /**
   * Returns the default limits: 10,000 connections, 100 of one address, an idle timeout of 30
   * seconds, and 10 seconds for the first byte. A connection has at most one file open, so the
   * process needs up to 20,000 descriptors, and some more.
   */
  public static Limits defaultLimits() {
    return Limits.standard()
        .connections(10_000, Limits.Overload.REJECT)
        .perAddress(100)
        .idleTimeout(Duration.ofSeconds(30))
        .firstByteTimeout(Duration.ofSeconds(10));
  }

  /**
   * Starts a server for this service, which answers 503 where there is no room.
   *
   * @param endpoints at least one
   * @throws switchboard.net.AddressUnavailableException when one of them can't be had
   */
  public Server start(Network network, List<Endpoint> endpoints, Limits limits) throws IOException {
    var setup = Server.builder(this).network(network).limits(limits);
    endpoints.forEach(setup::listen);
    return start(setup);
  }

  /**
   * As {@link #start(Network, List, Limits)}, with a setup of the caller's own for this service.
   *
   * @throws switchboard.net.AddressUnavailableException when an endpoint is not available
   */
  public Server start(Server.Builder setup) throws IOException {
    Server server = setup.rejectionMessage(HttpResponse.refusal()).start();
    open = !server.addresses().stream().allMatch(HttpFileHandler::isOfThisMachine);
    return server;
  }

  private static boolean isOfThisMachine(Address address) {
    return switch (address) {
      case Address.Inet inet -> inet.ip().isLoopbackAddress();
      case Address.Unix _ -> true;
    };
  }

  @Override
  public void handle(Connection connection) throws IOException {
    var call = new HttpSession(connection, this);
    do {
      connection.messageComplete(); // a drain may end the call here
    } while (!connection.source().exhausted() && call.exchange());
  }

  /** The answers to a caller that has connected to {@code local}. */
  ResponseSelector answers(Address local) {
    boolean loopback = local instanceof Address.Inet inet && inet.ip().isLoopbackAddress();
    return new ResponseSelector(folder, loopback && !open ? hosts : null);
  }

  Instant now() {
    return clock.instant();
  }

  void note(AccessLogEntry visit) {
    visits.accept(visit);
  }
}
