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
 * Serves the files of a directory over HTTP/1.0 and 1.1. Supports GET and HEAD requests without a
 * body, with preconditions, single ranges and keep-alive. Answers a request for a directory without
 * {@code index.html} with a list of the directory's entries. Thread-safe.
 *
 * <p>On connections to loopback addresses, accepts only requests whose {@code Host} is an IP
 * address, {@code localhost}, a name that ends in {@code .localhost}, or one of the {@linkplain
 * #allowingHosts allowed names}. Answers all other requests on such connections with status 421.
 * This restriction does not apply to a server that {@link #start} has started if the server also
 * listens at an address that is not a loopback address.
 *
 * <pre>{@code
 * var files = new HttpFileHandler(Path.of("public"), System.out::println);
 * try (var server = files.start(Network.system(), endpoints, HttpFileHandler.defaultLimits())) {
 *   server.awaitStop();
 * }
 * }</pre>
 */
public final class HttpFileHandler implements ConnectionHandler {
  private final StaticFiles files;
  private final AllowedHosts hosts;
  private final InstantSource clock;
  private final Consumer<AccessLogEntry> accessLog;

  /**
   * Whether other machines can connect to the server. If so, requests with any host name are
   * accepted.
   */
  private volatile boolean open;

  /**
   * Creates a handler that uses the system clock.
   *
   * @param directory the directory to serve
   * @param accessLog receives an entry for each response, on the thread that handles the connection
   * @throws IOException if {@code directory} is not a directory or cannot be read
   */
  public HttpFileHandler(Path directory, Consumer<AccessLogEntry> accessLog) throws IOException {
    this(directory, accessLog, InstantSource.system());
  }

  /**
   * Creates a handler.
   *
   * @param directory the directory to serve
   * @param accessLog receives an entry for each response, on the thread that handles the connection
   * @param clock the clock for the field {@code Date} and for preconditions
   * @throws IOException if {@code directory} is not a directory or cannot be read
   */
  public HttpFileHandler(Path directory, Consumer<AccessLogEntry> accessLog, InstantSource clock)
      throws IOException {
    this(new StaticFiles(directory, true), AllowedHosts.LOCAL, accessLog, clock);
  }

  private HttpFileHandler(
      StaticFiles files,
      AllowedHosts hosts,
      Consumer<AccessLogEntry> accessLog,
      InstantSource clock) {
    this.files = files;
    this.hosts = hosts;
    this.accessLog = accessLog;
    this.clock = clock;
  }

  /**
   * Returns a copy of this handler that does not list directories: it answers requests for a
   * directory without {@code index.html} with status 404.
   *
   * @throws IOException if the directory can no longer be read
   */
  public HttpFileHandler withoutListings() throws IOException {
    return new HttpFileHandler(files.withListings(false), hosts, accessLog, clock);
  }

  /**
   * Returns a copy of this handler that also accepts these host names on connections to loopback
   * addresses.
   *
   * @param names host names without ports; case is ignored
   * @throws IllegalArgumentException if a name in the list is not a host name
   */
  public HttpFileHandler allowingHosts(List<String> names) {
    return new HttpFileHandler(files, AllowedHosts.of(names), accessLog, clock);
  }

  /**
   * Returns the default limits: 10,000 connections, 100 connections from one address, an idle
   * timeout of 30 seconds, and a timeout of 10 seconds for the first byte of a connection. Each
   * connection has at most one file open, so 10,000 connections need 20,000 file descriptors, and
   * the process needs some more for other purposes.
   */
  public static Limits defaultLimits() {
    return Limits.standard()
        .connections(10_000, Limits.Overload.REJECT)
        .perAddress(100)
        .idleTimeout(Duration.ofSeconds(30))
        .firstByteTimeout(Duration.ofSeconds(10));
  }

  /**
   * Starts a server with this handler. Connections that exceed the limits receive a response with
   * status 503.
   *
   * @param network the network to listen on
   * @param endpoints the endpoints to listen at; at least one
   * @param limits the limits of the server
   * @throws switchboard.net.AddressUnavailableException if the server cannot listen at one of the
   *     endpoints
   * @throws IOException if another I/O error occurs
   */
  public Server start(Network network, List<Endpoint> endpoints, Limits limits) throws IOException {
    var setup = Server.builder(this).network(network).limits(limits);
    endpoints.forEach(setup::listen);
    return start(setup);
  }

  /**
   * Starts a server as {@link #start(Network, List, Limits)} does, but with the settings of a
   * builder.
   *
   * @param setup a builder that was created with this handler
   * @throws switchboard.net.AddressUnavailableException if the server cannot listen at one of the
   *     endpoints
   * @throws IOException if another I/O error occurs
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
      // between requests, a graceful shutdown may close the connection
      connection.messageComplete();
    } while (!connection.source().exhausted() && call.exchange());
  }

  /**
   * Returns the response selector for a client that has connected to the address {@code local} of
   * the server.
   */
  ResponseSelector answers(Address local) {
    boolean loopback = local instanceof Address.Inet inet && inet.ip().isLoopbackAddress();
    return new ResponseSelector(files, loopback && !open ? hosts : null);
  }

  Instant now() {
    return clock.instant();
  }

  void note(AccessLogEntry entry) {
    accessLog.accept(entry);
  }
}
