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
 * Serves the files of a directory over HTTP/1.0 and 1.1: GET and HEAD requests without a body, with
 * preconditions, single ranges and keep-alive. A directory without {@code index.html} is answered
 * with a list of its entries. Thread-safe.
 *
 * <p>On connections to loopback addresses, it accepts only requests whose {@code Host} is an IP
 * address, {@code localhost}, a name below it, or one of the {@link #allowingHosts allowed names},
 * and answers all others with 421. {@link #start} removes this restriction if the server listens at
 * another address too.
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

  /** Whether other machines can connect; then the server may have any host name. */
  private volatile boolean open;

  /**
   * Creates a handler that uses the system clock.
   *
   * @param directory the directory to serve
   * @param accessLog receives an entry for each response, on the thread of the call
   * @throws IOException if {@code directory} is not a directory or cannot be read
   */
  public HttpFileHandler(Path directory, Consumer<AccessLogEntry> accessLog) throws IOException {
    this(directory, accessLog, InstantSource.system());
  }

  /**
   * Creates a handler.
   *
   * @param directory the directory to serve
   * @param accessLog receives an entry for each response, on the thread of the call
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
   * Returns a copy that answers requests for a directory without {@code index.html} with 404.
   *
   * @throws IOException if the directory cannot be read any more
   */
  public HttpFileHandler withoutListings() throws IOException {
    return new HttpFileHandler(files.withListings(false), hosts, accessLog, clock);
  }

  /**
   * Returns a copy that also accepts these host names on connections to loopback addresses.
   *
   * @param names host names without ports; they are case-insensitive
   * @throws IllegalArgumentException if one is not a host name
   */
  public HttpFileHandler allowingHosts(List<String> names) {
    return new HttpFileHandler(files, AllowedHosts.of(names), accessLog, clock);
  }

  /**
   * Returns the default limits: 10,000 connections, 100 from one address, an idle timeout of 30
   * seconds, and 10 seconds for the first byte. Each connection has at most one open file, so the
   * process needs slightly more than 20,000 descriptors.
   */
  public static Limits defaultLimits() {
    return Limits.standard()
        .connections(10_000, Limits.Overload.REJECT)
        .perAddress(100)
        .idleTimeout(Duration.ofSeconds(30))
        .firstByteTimeout(Duration.ofSeconds(10));
  }

  /**
   * Starts a server with this handler. Connections beyond the limits receive a response with status
   * 503.
   *
   * @param network the network to listen on
   * @param endpoints the endpoints to listen at; at least one
   * @param limits the limits of the server
   * @throws switchboard.net.AddressUnavailableException if it cannot listen at one of them
   * @throws IOException if another I/O error occurs
   */
  public Server start(Network network, List<Endpoint> endpoints, Limits limits) throws IOException {
    var setup = Server.builder(this).network(network).limits(limits);
    endpoints.forEach(setup::listen);
    return start(setup);
  }

  /**
   * Starts a server as {@link #start(Network, List, Limits)} does, from a builder with any
   * settings.
   *
   * @param setup a builder of servers with this handler
   * @throws switchboard.net.AddressUnavailableException if it cannot listen at one of the endpoints
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
      connection.messageComplete(); // a drain may end the call here
    } while (!connection.source().exhausted() && call.exchange());
  }

  /** Returns the response selector for a client that has connected to {@code local}. */
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
