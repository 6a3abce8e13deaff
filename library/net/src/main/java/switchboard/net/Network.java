package switchboard.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.AllAddresses;
import switchboard.net.internal.Engines;
import switchboard.net.internal.ErrorTranslation;
import switchboard.net.internal.HandleDatagrams;
import switchboard.net.internal.HandleListener;
import switchboard.net.internal.HandlePendingConnect;
import switchboard.net.internal.HappyEyeballs;
import switchboard.net.internal.IpLiterals;
import switchboard.net.internal.JfrEvents;
import switchboard.net.internal.LocalAddress;
import switchboard.net.internal.Schemes;
import switchboard.net.spi.Capability;
import switchboard.net.spi.Engine;
import switchboard.net.spi.support.EventLoop;

/**
 * Opens sockets: the entry point of this library. A network combines a socket engine (an
 * implementation of sockets, for example over epoll), a name resolver and a clock.
 *
 * <pre>{@code
 * Network system = Network.system();
 * try (var server = system.listen("127.0.0.1:0");
 *     var client = system.connect(server.endpoint());
 *     var accepted = server.accept()) {
 *   client.sink().writeLine("hello").flush();
 *   System.out.println(accepted.source().readLine(1024));
 * }
 * }</pre>
 *
 * <p>Most programs use {@link #system()} and need not close it. Tests use in-memory networks from
 * the module {@code switchboard.testkit}.
 *
 * <p>Close each socket that you have opened before you close the network.
 *
 * <p>Thread-safe. The {@code with…} methods return new networks that share the engine of this one.
 *
 * @since 0.1.0
 */
public final class Network implements AutoCloseable {
  private static volatile @Nullable Network systemOpened;

  private final Engine engine;
  private final Resolver resolver;
  private final Ticker ticker;

  /** The settings for endpoint schemes. The key is the type of the setting. */
  private final Map<Class<?>, Object> context;

  /**
   * Whether this network uses the engine of {@link #system}, which {@link #close} does not close.
   */
  private final boolean shared;

  private Network(
      Engine engine,
      Resolver resolver,
      Ticker ticker,
      Map<Class<?>, Object> context,
      boolean shared) {
    this.engine = engine;
    this.resolver = resolver;
    this.ticker = ticker;
    this.context = context;
    this.shared = shared;
  }

  /**
   * Returns the network of this process. The network uses the usable engine with the highest
   * preference, and the resolver and the clock of the system. The first call opens the engine;
   * later calls return the same network until {@link #closeSystem} is called. To use a certain
   * engine, set the system property {@code switchboard.engine} to its name.
   *
   * @return the shared network, on which {@link #close} does nothing
   * @throws IllegalStateException if no engine can be used; the message contains the reason for
   *     each engine
   */
  public static Network system() {
    Network opened = systemOpened;
    return opened == null ? openSystem() : opened;
  }

  /**
   * Opens the network of the process. A static initializer must not open the network: if the
   * initializer failed, the first call of {@link #system} would throw an
   * ExceptionInInitializerError, and later calls would throw a NoClassDefFoundError without the
   * reason.
   */
  private static synchronized Network openSystem() {
    Network opened = systemOpened;
    if (opened == null) {
      opened = new Network(Engines.best(), Resolver.system(), Ticker.system(), Map.of(), true);
      systemOpened = opened;
    }
    return opened;
  }

  /**
   * Closes the network that {@link #system} has opened, including its threads and its sockets. Does
   * nothing if {@code system} was never called. The next call of {@code system} opens a new
   * network.
   *
   * <p>Call this method directly before a program exits, so that the exit takes less time: at exit,
   * the JVM waits up to 0.3 seconds for threads that are inside a system call, and the threads of
   * an engine usually are.
   */
  public static synchronized void closeSystem() {
    Network opened = systemOpened;
    systemOpened = null;
    if (opened != null) {
      opened.engine.close();
    }
  }

  /**
   * Returns a network that uses {@code engine}, with the resolver and the clock of the system.
   *
   * @param engine owned by the new network: closing the network closes the engine
   * @return a new network
   */
  public static Network over(Engine engine) {
    return new Network(engine, Resolver.system(), Ticker.system(), Map.of(), false);
  }

  /**
   * Returns a network that uses the same engine, but resolves host names with another resolver.
   *
   * @param other called by the connecting thread for each host name; not called for IP addresses
   * @return a new network, which shares the engine of this one
   */
  public Network withResolver(Resolver other) {
    return new Network(engine, other, ticker, context, shared);
  }

  /**
   * Returns a network that uses the same engine, but another clock, such as a clock that a test
   * advances.
   *
   * @param other decides when deadlines and timeouts expire in the handlers of a server that uses
   *     the new network
   * @return a new network, which shares the engine of this one
   */
  public Network withTicker(Ticker other) {
    return new Network(engine, resolver, other, context, shared);
  }

  /**
   * Returns a network that uses the same engine and contains a setting for an endpoint scheme, such
   * as the certificates for a TLS scheme.
   *
   * @param <T> the type of the setting, defined by the scheme
   * @param type the key under which the scheme finds the setting; see {@link #context}
   * @param value replaces an earlier setting of the same type
   * @return a new network, which shares the engine of this one
   */
  public <T> Network withContext(Class<T> type, T value) {
    var more = new HashMap<>(context);
    more.put(type, value);
    return new Network(engine, resolver, ticker, Map.copyOf(more), shared);
  }

  /**
   * Returns a setting that was added with {@link #withContext}. For implementers of endpoint
   * schemes.
   *
   * @param <T> the type of the setting
   * @param type the key of the setting
   * @return the setting, or empty if this network contains no setting of that type
   */
  public <T> Optional<T> context(Class<T> type) {
    return Optional.ofNullable(type.cast(context.get(type)));
  }

  /** {@return the name of the engine, in lower case, such as {@code epoll} or {@code nio}} */
  public String engineName() {
    return engine.name();
  }

  /**
   * Returns the status of every engine on the module path or class path. The result shows which
   * engine {@link #system()} uses, and why {@code system()} does not use a faster engine. To read
   * the capabilities of a usable engine, this method opens the engine and closes it again.
   *
   * @return the engines, in descending order of preference
   */
  public static List<EngineStatus> engines() {
    return Engines.report();
  }

  /**
   * Opens a network that uses a new engine, with the resolver and the clock of the system.
   *
   * @param engine the name of an engine, as in {@link EngineStatus#name()}
   * @return a new network; closing it closes the engine
   * @throws IllegalStateException if there is no engine with that name, or the engine cannot be
   *     used on this machine; the message contains the reason
   */
  public static Network open(String engine) {
    return over(Engines.open(engine));
  }

  /**
   * Returns JVM options that are missing from the command line of this process and would make this
   * network faster, such as {@code --enable-native-access=ALL-UNNAMED}. For {@link #system()}, the
   * result includes options that would make an engine with a higher preference usable.
   *
   * @return complete options for the {@code java} command. They name the modules of this library,
   *     or {@code ALL-UNNAMED} if the library is on the class path. Empty if no option would help
   */
  public List<String> missingJvmOptions() {
    return Engines.missingOptions(engine.name(), shared);
  }

  /** {@return the optional features that the engine supports} */
  public Set<Capability> capabilities() {
    return engine.capabilities();
  }

  /**
   * Returns a builder of virtual threads that run on one of the engine's event loops. An event loop
   * is a platform thread that runs virtual threads and polls their sockets. Each call of this
   * method selects the next event loop in turn. A socket is assigned to the event loop of the first
   * virtual thread that waits for the socket. That event loop can then wake the virtual thread
   * without the help of another platform thread.
   *
   * <p>All virtual threads of an event loop share one platform thread. While one of them computes,
   * or blocks in anything other than a socket call, a lock or {@code LockSupport.park}, the others
   * do not run.
   *
   * @return a new builder; a builder of ordinary virtual threads if {@link #hasEventLoops} returns
   *     false
   */
  public Thread.Builder.OfVirtual eventLoopThread() {
    Thread.Builder.OfVirtual onLoop = engine.eventLoopThread();
    return onLoop == null ? Thread.ofVirtual() : onLoop;
  }

  /**
   * Returns whether the threads of {@link #eventLoopThread} run on event loops.
   *
   * @return false if the engine has no event loops, or if this JVM was started without the option
   *     that event loops need; see {@link #missingJvmOptions}
   */
  public boolean hasEventLoops() {
    return engine.eventLoopThread() != null;
  }

  /** {@return a snapshot of the list of running event loops, for monitoring} */
  public List<EventLoop> eventLoops() {
    return engine.eventLoops();
  }

  /**
   * {@return the clock that decides when deadlines and timeouts expire in the handlers of a server
   * that uses this network}
   */
  public Ticker ticker() {
    return ticker;
  }

  /**
   * Connects to an endpoint in text form, with the default options. Blocks until the connection is
   * established.
   *
   * @param endpoint for example {@code localhost:7000}; see {@link Endpoint#parse}
   * @return a new connection, which the caller closes
   * @throws IOException as {@link #connect(Endpoint, Options)} does
   * @throws EndpointException if the text is not an endpoint, if no module provides its scheme, or
   *     if the scheme is {@code udp}
   */
  public Connection connect(String endpoint) throws IOException {
    return connect(Endpoint.parse(endpoint));
  }

  /**
   * Connects to an endpoint with the default options. Blocks until the connection is established.
   *
   * @param endpoint where to connect; a host name is resolved first
   * @return a new connection, which the caller closes
   * @throws IOException as {@link #connect(Endpoint, Options)} does
   * @throws EndpointException if no module provides the scheme, or the scheme is {@code udp}
   */
  public Connection connect(Endpoint endpoint) throws IOException {
    return connect(endpoint, Options.none());
  }

  /**
   * Connects to an endpoint. Blocks until the connection is established, but not longer than the
   * deadlines of the calling thread permit.
   *
   * <p>A host name is resolved. If it has several addresses, they are tried as RFC 8305 (happy
   * eyeballs) describes: IPv6 and IPv4 in turn. Each attempt starts 250 ms after the start of the
   * previous attempt, or immediately when the previous attempt fails. The first connection that is
   * established is returned. If all attempts fail, the exception of the first failure is thrown,
   * and the other failures are its suppressed exceptions.
   *
   * <pre>{@code
   * var options = Options.of(Option.KEEP_ALIVE, true);
   * try (var client = network.connect(Endpoint.tcp("localhost", 7000), options)) {
   *   client.sink().writeLine("hello").flush();
   * }
   * }</pre>
   *
   * @param endpoint an endpoint of the scheme {@code tcp}, {@code unix} or {@code stdio}, or of a
   *     scheme that another module provides. For {@code stdio}, the connection reads standard input
   *     and writes standard output of this process, and every call returns the same connection
   * @param options set before the socket connects; options that the socket does not support are
   *     ignored
   * @return a new connection, which the caller closes
   * @throws NameNotFoundException if the host name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws ConnectionRefusedException if no process listens at the address
   * @throws UnreachableException if there is no route, or the kernel's connect timeout has passed
   * @throws AddressUnavailableException if {@link Option#LOCAL_ADDRESS} cannot be bound
   * @throws TooManyOpenFilesException if no file descriptor is free
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws EndpointException if no module provides the scheme, or the scheme is {@code udp}
   */
  public Connection connect(Endpoint endpoint, Options options) throws IOException {
    return JfrEvents.areWanted()
        ? JfrEvents.Connect.recorded(endpoint, () -> reach(endpoint, options))
        : reach(endpoint, options);
  }

  private Connection reach(Endpoint endpoint, Options options) throws IOException {
    return switch (endpoint.scheme()) {
      case "tcp" -> connectTcp(endpoint, options);
      case "unix" -> connectOne(unix(endpoint), options);
      case "stdio" -> StandardStreams.connection();
      case "udp" ->
          throw new EndpointException(
              "cannot connect a stream to "
                  + endpoint
                  + ", which is for datagrams; write for example tcp://127.0.0.1:7000");
      default -> Schemes.of(endpoint).connect(this, endpoint, options);
    };
  }

  private Connection connectTcp(Endpoint endpoint, Options options) throws IOException {
    List<Address.Inet> addresses = LocalAddress.reachable(resolve(endpoint), options);
    if (addresses.size() == 1) {
      return connectOne(addresses.getFirst(), options);
    }
    return new HappyEyeballs(engine, options, addresses).connect();
  }

  private Connection connectOne(Address remote, Options options) throws IOException {
    try (PendingConnect pending = startConnect(remote, options)) {
      return pending.awaitConnect(); // after a timeout, close abandons the connect
    }
  }

  /**
   * Starts to connect to an address, with the default options. Does not block.
   *
   * @param remote a resolved address; see {@link #resolve}
   * @return the connect in progress, which the caller finishes or closes
   * @throws IOException as {@link #startConnect(Address, Options)} does
   */
  public PendingConnect startConnect(Address remote) throws IOException {
    return startConnect(remote, Options.none());
  }

  /**
   * Starts to connect. Does not block. This is for programs that wait for several sockets with
   * {@link Readiness#select}; other programs call {@link #connect(Endpoint, Options)}.
   *
   * @param remote a resolved address; see {@link #resolve}
   * @param options set before the socket connects; options that the socket does not support are
   *     ignored
   * @return the connect in progress, which the caller finishes or closes
   * @throws AddressUnavailableException if {@link Option#LOCAL_ADDRESS} cannot be bound
   * @throws ConnectionRefusedException if the system refuses the connect during this call, as for a
   *     missing Unix socket file
   * @throws UnreachableException if there is no route
   * @throws TooManyOpenFilesException if no file descriptor is free
   * @throws IOException if another I/O error occurs
   */
  public PendingConnect startConnect(Address remote, Options options) throws IOException {
    return new HandlePendingConnect(LocalAddress.connect(engine, remote, options), remote);
  }

  /**
   * Listens for connections at an endpoint in text form, with the default options.
   *
   * @param endpoint for example {@code :7000} for every interface, or {@code 127.0.0.1:0} for a
   *     port that the system chooses; see {@link Endpoint#parse}
   * @return a new listener, which the caller closes
   * @throws IOException as {@link #listen(Endpoint, Options)} does
   * @throws EndpointException if the text is not an endpoint, if no module provides its scheme, or
   *     if the scheme cannot listen
   */
  public Listener listen(String endpoint) throws IOException {
    return listen(Endpoint.parse(endpoint));
  }

  /**
   * Listens for connections at an endpoint, with the default options.
   *
   * @param endpoint where to listen; see {@link #listen(Endpoint, Options)}
   * @return a new listener, which the caller closes
   * @throws IOException as {@link #listen(Endpoint, Options)} does
   * @throws EndpointException if no module provides the scheme, or the scheme cannot listen
   */
  public Listener listen(Endpoint endpoint) throws IOException {
    return listen(endpoint, Options.none());
  }

  /**
   * Listens for connections. Peers can connect as soon as this method has returned. Blocks only
   * while a host name is resolved. If the host name has several addresses, only the first one is
   * used; {@link #listenAll} uses all of them.
   *
   * @param endpoint an endpoint of the scheme {@code tcp} or {@code unix}, or of a scheme that
   *     another module provides. An empty host means every interface, for IPv4 and IPv6. Port 0
   *     lets the system choose a port, which is then a part of {@link Listener#local}. This method
   *     creates the file of a Unix socket, and {@link Listener#close} deletes it. If the file
   *     already exists, but no process listens at it, this method replaces the file
   * @param options set on the listening socket; options for connections are set on each accepted
   *     connection. Options that neither the listening socket nor the connections support are
   *     ignored
   * @return a new listener, which the caller closes
   * @throws AddressUnavailableException if the address is in use, does not belong to this machine,
   *     or is not permitted
   * @throws NameNotFoundException if the host name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws TooManyOpenFilesException if no file descriptor is free
   * @throws DeadlineExceededException if a deadline of the thread passes before the name is
   *     resolved
   * @throws OperationInterruptedException if the thread is interrupted before the name is resolved
   * @throws IOException if another I/O error occurs
   * @throws EndpointException if no module provides the scheme, or the scheme cannot listen, such
   *     as {@code udp} and {@code stdio}
   */
  public Listener listen(Endpoint endpoint, Options options) throws IOException {
    return switch (endpoint.scheme()) {
      case "tcp" -> listenAt(resolveForListening(endpoint).getFirst(), options);
      case "unix" -> listenAt(unix(endpoint), options);
      case "udp", "stdio" -> throw notForListening(endpoint);
      default -> Schemes.of(endpoint).listen(this, endpoint, options);
    };
  }

  /**
   * Listens at every address of a host name, such as 127.0.0.1 and ::1 for {@code localhost}. All
   * listeners have the same port. For an endpoint with one address, this does the same as {@link
   * #listen(Endpoint, Options)}.
   *
   * @param endpoint as for {@link #listen(Endpoint, Options)}; for port 0, all listeners get the
   *     port that the system chooses for the first listener
   * @param options as for {@link #listen(Endpoint, Options)}
   * @return at least one listener, in the order of the addresses; the caller closes each listener.
   *     Addresses that do not belong to this machine are skipped
   * @throws AddressUnavailableException if an address is in use or not permitted, or if none of the
   *     addresses belongs to this machine; then no listener stays open
   * @throws IOException as {@link #listen(Endpoint, Options)} does
   * @throws EndpointException if no module provides the scheme, or the scheme cannot listen
   */
  public List<Listener> listenAll(Endpoint endpoint, Options options) throws IOException {
    return endpoint.scheme().equals("tcp")
        ? new AllAddresses<Listener>(
                local -> listenAt(local, options), Listener::local, Listener::close)
            .open(resolveForListening(endpoint))
        : List.of(listen(endpoint, options));
  }

  private static EndpointException notForListening(Endpoint endpoint) {
    return new EndpointException(
        "cannot listen for connections on "
            + endpoint
            + "; write for example tcp://127.0.0.1:7000");
  }

  private Listener listenAt(Address local, Options options) throws IOException {
    try {
      return new HandleListener(engine.listen(local, options));
    } catch (IOException e) {
      throw ErrorTranslation.describe("listen", local, null, e);
    }
  }

  /**
   * Opens a datagram socket at an endpoint in text form, with the default options.
   *
   * @param endpoint for example {@code udp://127.0.0.1:7007} or {@code udp://:7007}; see {@link
   *     Endpoint#parse}
   * @return a new datagram socket, which the caller closes
   * @throws IOException as {@link #bind(Endpoint, Options)} does
   * @throws EndpointException if the text is not an endpoint of scheme {@code udp}
   */
  public Datagrams bind(String endpoint) throws IOException {
    return bind(Endpoint.parse(endpoint), Options.none());
  }

  /**
   * Opens a datagram socket that receives at {@code endpoint} and can send to any address. Blocks
   * only while a host name is resolved. If the host name has several addresses, only the first one
   * is used.
   *
   * @param endpoint of scheme {@code udp}. An empty host means every interface, for IPv4 and IPv6.
   *     Port 0 lets the system choose a port, which is then a part of {@link Datagrams#local}
   * @param options set before the socket is bound; options that the socket does not support are
   *     ignored
   * @return a new datagram socket, which the caller closes
   * @throws AddressUnavailableException if the address is in use, does not belong to this machine,
   *     or is not permitted
   * @throws NameNotFoundException if the host name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws TooManyOpenFilesException if no file descriptor is free
   * @throws DeadlineExceededException if a deadline of the thread passes before the name is
   *     resolved
   * @throws OperationInterruptedException if the thread is interrupted before the name is resolved
   * @throws IOException if another I/O error occurs
   * @throws EndpointException if the scheme is not {@code udp}
   */
  public Datagrams bind(Endpoint endpoint, Options options) throws IOException {
    return bindAt(resolveForListening(requireUdp(endpoint)).getFirst(), options);
  }

  /**
   * Opens a datagram socket at every address of a host name. All sockets have the same port. This
   * is the counterpart of {@link #listenAll} for datagrams.
   *
   * @param endpoint as for {@link #bind(Endpoint, Options)}; for port 0, all sockets get the port
   *     that the system chooses for the first socket
   * @param options as for {@link #bind(Endpoint, Options)}
   * @return at least one socket, in the order of the addresses; the caller closes each socket.
   *     Addresses that do not belong to this machine are skipped
   * @throws AddressUnavailableException if an address is in use or not permitted, or if none of the
   *     addresses belongs to this machine; then no socket stays open
   * @throws IOException as {@link #bind(Endpoint, Options)} does
   * @throws EndpointException if the scheme is not {@code udp}
   */
  public List<Datagrams> bindAll(Endpoint endpoint, Options options) throws IOException {
    return new AllAddresses<Datagrams>(
            local -> bindAt(local, options), Datagrams::local, Datagrams::close)
        .open(resolveForListening(requireUdp(endpoint)));
  }

  private Datagrams bindAt(Address local, Options options) throws IOException {
    try {
      return new HandleDatagrams(engine.bind(local, null, options), null);
    } catch (IOException e) {
      throw ErrorTranslation.describe("bind", local, null, e);
    }
  }

  /**
   * Opens a connected datagram socket to an endpoint in text form, with the default options.
   *
   * @param endpoint for example {@code udp://localhost:7007}; see {@link Endpoint#parse}
   * @return a new datagram socket, which the caller closes
   * @throws IOException as {@link #connectDatagrams(Endpoint, Options)} does
   * @throws EndpointException if the text is not an endpoint of scheme {@code udp}
   */
  public Datagrams connectDatagrams(String endpoint) throws IOException {
    return connectDatagrams(Endpoint.parse(endpoint), Options.none());
  }

  /**
   * Opens a datagram socket that sends only to {@code endpoint} and receives only from {@code
   * endpoint} (connect(2)). If a host name has several addresses, this uses the first address to
   * which this machine has a route. This method sends nothing to the peer, so it succeeds even if
   * no process is bound to the port. In that case, a later receive or send may throw {@link
   * ConnectionRefusedException}. Blocks only while a host name is resolved.
   *
   * @param endpoint of scheme {@code udp}; an empty host means this machine
   * @param options set before the socket connects; options that the socket does not support are
   *     ignored
   * @return a new datagram socket, which the caller closes
   * @throws UnreachableException if there is no route to any of the addresses
   * @throws AddressUnavailableException if {@link Option#LOCAL_ADDRESS} cannot be bound
   * @throws NameNotFoundException if the host name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws TooManyOpenFilesException if no file descriptor is free
   * @throws DeadlineExceededException if a deadline of the thread passes before the name is
   *     resolved
   * @throws OperationInterruptedException if the thread is interrupted before the name is resolved
   * @throws IOException if another I/O error occurs
   * @throws EndpointException if the scheme is not {@code udp}
   */
  public Datagrams connectDatagrams(Endpoint endpoint, Options options) throws IOException {
    IOException first = null;
    List<Address.Inet> remotes = resolve(requireUdp(endpoint));
    for (Address.Inet remote : LocalAddress.reachable(remotes, options)) {
      try {
        return connectDatagrams(remote, options);
      } catch (TooManyOpenFilesException e) {
        throw e; // every other address would fail for the same reason
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw first == null ? new IOException("no address to send to") : first;
  }

  private Datagrams connectDatagrams(Address remote, Options options) throws IOException {
    return new HandleDatagrams(LocalAddress.connectDatagrams(engine, remote, options), remote);
  }

  /**
   * Resolves the host of an endpoint to the addresses to connect to. Blocks if the host is a name.
   *
   * @param endpoint its port becomes the port of each address; an empty host means this machine,
   *     127.0.0.1 and ::1
   * @return at least one address, in the order in which they should be tried
   * @throws NameNotFoundException if the host name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if the endpoint has no port
   */
  public List<Address.Inet> resolve(Endpoint endpoint) throws IOException {
    int port = endpoint.port();
    return endpoint.host().isEmpty()
        ? List.of(Address.loopback(port), Address.loopback6(port))
        : resolveHost(endpoint);
  }

  /**
   * Resolves the host of an endpoint to the addresses to listen at. Blocks if the host is a name.
   *
   * @param endpoint its port becomes the port of each address; an empty host means every interface,
   *     for IPv4 and IPv6
   * @return at least one address
   * @throws NameNotFoundException if the host name has no address
   * @throws NameLookupFailedException if the name service did not answer
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if the endpoint has no port
   */
  public List<Address.Inet> resolveForListening(Endpoint endpoint) throws IOException {
    return endpoint.host().isEmpty()
        ? List.of(Address.wildcard(endpoint.port()))
        : resolveHost(endpoint);
  }

  private List<Address.Inet> resolveHost(Endpoint endpoint) throws IOException {
    int port = endpoint.port();
    InetAddress ip = IpLiterals.parse(endpoint.host());
    if (ip != null) {
      return List.of(new Address.Inet(ip, port, endpoint.zone()));
    }
    try {
      return resolver.resolve(endpoint.host(), port);
    } catch (DeadlineExceededException | OperationInterruptedException e) {
      throw ErrorTranslation.describe("resolve '" + endpoint.host() + "'", null, null, e);
    }
  }

  private static Address.Unix unix(Endpoint endpoint) {
    try {
      return new Address.Unix(endpoint.path());
    } catch (IllegalArgumentException tooLong) {
      throw new EndpointException(String.valueOf(tooLong.getMessage()));
    }
  }

  private static Endpoint requireUdp(Endpoint endpoint) {
    if (!endpoint.scheme().equals("udp")) {
      throw new EndpointException(
          endpoint + " is not a datagram endpoint; write for example udp://127.0.0.1:7007");
    }
    return endpoint;
  }

  /**
   * Closes the engine and ends its threads. Sockets that are still open become unusable. Networks
   * that were created from this one with a {@code with…} method share the engine, so they are
   * closed too. Does nothing if this is the {@link #system()} network or was created from it; see
   * {@link #closeSystem}.
   */
  @Override
  public void close() {
    if (!shared) {
      engine.close();
    }
  }

  /**
   * Returns a description for logs: the name of the engine, whether the engine has event loops and
   * zero-copy file transfers, and which JVM options would make the engine faster.
   */
  @Override
  public String toString() {
    List<String> missing = missingJvmOptions();
    String features = "engine " + engine.name() + ", " + EngineStatus.features(capabilities());
    return missing.isEmpty()
        ? features
        : features + ", faster with the java options " + String.join(" ", missing);
  }
}
