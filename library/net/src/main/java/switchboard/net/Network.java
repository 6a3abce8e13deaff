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
 * Entry point of the library: combines a socket engine, a name resolver and a clock. Safe for use
 * by several threads.
 */
public final class Network implements AutoCloseable {
  private static volatile @Nullable Network systemOpened;

  private final Engine engine;
  private final Resolver resolver;
  private final Ticker ticker;

  /** Settings of schemes, each under its type. */
  private final Map<Class<?>, Object> context;

  /** Whether the engine is the one of the whole process, which nobody closes. */
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
   * The best engine of this machine, with the system's resolver and clock; one for the process.
   *
   * @throws IllegalStateException with all reasons, when no engine can be used
   */
  public static Network system() {
    Network opened = systemOpened;
    return opened == null ? openSystem() : opened;
  }

  /** Not a static field of a holder: an error of its initializer would hide the reason. */
  private static synchronized Network openSystem() {
    Network opened = systemOpened;
    if (opened == null) {
      opened = new Network(Engines.best(), Resolver.system(), Ticker.system(), Map.of(), true);
      systemOpened = opened;
    }
    return opened;
  }

  /**
   * Closes the network that {@link #system} has returned so far, if any, with its threads and
   * sockets; the next call of {@code system} opens another one. For a program that is about to
   * exit: the JVM waits up to 0.3 seconds at its end for threads that are inside the kernel, as
   * those of an engine are.
   */
  public static synchronized void closeSystem() {
    Network opened = systemOpened;
    systemOpened = null;
    if (opened != null) {
      opened.engine.close();
    }
  }

  /** A network over {@code engine}, which it closes, with the system's resolver and clock. */
  public static Network over(Engine engine) {
    return new Network(engine, Resolver.system(), Ticker.system(), Map.of(), false);
  }

  /** The same engine with another resolver. */
  public Network withResolver(Resolver other) {
    return new Network(engine, other, ticker, context, shared);
  }

  /** The same engine with another clock. */
  public Network withTicker(Ticker other) {
    return new Network(engine, resolver, other, context, shared);
  }

  /**
   * Returns a network over the same engine whose schemes find {@code value} under {@code type},
   * such as the certificates of a scheme for TLS.
   */
  public <T> Network withContext(Class<T> type, T value) {
    var more = new HashMap<>(context);
    more.put(type, value);
    return new Network(engine, resolver, ticker, Map.copyOf(more), shared);
  }

  /**
   * Returns the value given to {@link #withContext} for {@code type}, for implementers of schemes.
   */
  public <T> Optional<T> context(Class<T> type) {
    return Optional.ofNullable(type.cast(context.get(type)));
  }

  /** The name of the engine, such as {@code nio}. */
  public String engineName() {
    return engine.name();
  }

  /** Why {@link #system()} is not a faster one: each engine that is there, the best first. */
  public static List<EngineStatus> engines() {
    return Engines.report();
  }

  /**
   * A network of its own over the engine of that name, as {@link #over}.
   *
   * @throws IllegalStateException with the reason, when there is none or it can't be used
   */
  public static Network open(String engine) {
    return over(Engines.open(engine));
  }

  /**
   * Returns the options of java that this JVM was started without and that would make this network
   * faster, such as {@code --enable-native-access=ALL-UNNAMED}; empty if no option would. They name
   * the modules of the library, or {@code ALL-UNNAMED} if it is on the class path. For {@link
   * #system()} they include those that would make a better engine usable.
   */
  public List<String> missingJvmOptions() {
    return Engines.missingOptions(engine.name(), shared);
  }

  /** What the engine can. */
  public Set<Capability> capabilities() {
    return engine.capabilities();
  }

  /**
   * Builds virtual threads that live on one of the engine's event loops, the one whose turn it is:
   * a socket that such a thread waits for first is watched by its loop, and waking the thread is an
   * entry in a queue. They share one platform thread, so whoever computes for long, or blocks in
   * something else than a socket, a lock or a park, holds up the others of his loop. An engine
   * without loops, and a JVM that is closed to them, gives ordinary virtual threads; {@link
   * #hasEventLoops} tells.
   */
  public Thread.Builder.OfVirtual eventLoopThread() {
    Thread.Builder.OfVirtual onLoop = engine.eventLoopThread();
    return onLoop == null ? Thread.ofVirtual() : onLoop;
  }

  /** Whether {@link #eventLoopThread} has loops to give. */
  public boolean hasEventLoops() {
    return engine.eventLoopThread() != null;
  }

  /** The loops that run, for whoever looks after them. */
  public List<EventLoop> eventLoops() {
    return engine.eventLoops();
  }

  /** The clock that decides time for whoever is served over this network. */
  public Ticker ticker() {
    return ticker;
  }

  /** {@link #connect(Endpoint, Options)} to what a person typed, with the default options. */
  public Connection connect(String endpoint) throws IOException {
    return connect(Endpoint.parse(endpoint));
  }

  /** {@link #connect(Endpoint, Options)} with the default options. */
  public Connection connect(Endpoint endpoint) throws IOException {
    return connect(endpoint, Options.none());
  }

  /**
   * Blocks until connected: resolves the name, and tries its addresses by RFC 8305, all within the
   * thread's deadlines.
   *
   * @throws NameNotFoundException when the name has no address
   * @throws NameLookupFailedException when the name service could not tell whether it has one
   * @throws ConnectionRefusedException when nobody listens there
   * @throws UnreachableException when there is no way there
   * @throws EndpointException when no module here knows the scheme, or it is for datagrams
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
              "nobody can connect a stream to "
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
      return pending.awaitConnect(); // one that is cut is still pending, and nobody else knows it
    }
  }

  /** {@link #startConnect(Address, Options)} with the default options. */
  public PendingConnect startConnect(Address remote) throws IOException {
    return startConnect(remote, Options.none());
  }

  /** Starts to connect, and does not block: for those who {@link Readiness#select select}. */
  public PendingConnect startConnect(Address remote, Options options) throws IOException {
    return new HandlePendingConnect(LocalAddress.connect(engine, remote, options), remote);
  }

  /** {@link #listen(Endpoint, Options)} at what a person typed, with the default options. */
  public Listener listen(String endpoint) throws IOException {
    return listen(Endpoint.parse(endpoint));
  }

  /** {@link #listen(Endpoint, Options)} with the default options. */
  public Listener listen(Endpoint endpoint) throws IOException {
    return listen(endpoint, Options.none());
  }

  /**
   * Listens, once it returns. A name is resolved; an empty host is every interface, IPv4 and IPv6.
   *
   * @param options those for connections are given to each one that is accepted
   * @throws AddressUnavailableException when the address is in use, not of this machine, or
   *     forbidden
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
   * Listens at every address of a name, such as 127.0.0.1 and ::1 for localhost, and at the one
   * address of any other endpoint. All have one port: for port 0, the one that the system chooses
   * for the first. An address that this machine does not have is left out if there is another one.
   *
   * @return at least one listener, in the order of the addresses
   * @throws AddressUnavailableException when an address is in use or forbidden, or this machine has
   *     none of them; then it listens nowhere
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
        "nobody can listen on "
            + endpoint
            + " for connections; write for example tcp://127.0.0.1:7000");
  }

  private Listener listenAt(Address local, Options options) throws IOException {
    try {
      return new HandleListener(engine.listen(local, options));
    } catch (IOException e) {
      throw ErrorTranslation.describe("listen", local, null, e);
    }
  }

  /** {@link #bind(Endpoint, Options)} at what a person typed, with the default options. */
  public Datagrams bind(String endpoint) throws IOException {
    return bind(Endpoint.parse(endpoint), Options.none());
  }

  /** A datagram socket at {@code endpoint}, such as {@code udp://127.0.0.1:0}. */
  public Datagrams bind(Endpoint endpoint, Options options) throws IOException {
    return bindAt(resolveForListening(requireUdp(endpoint)).getFirst(), options);
  }

  /** Datagram sockets at every address of a name, as {@link #listenAll} does for connections. */
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

  /** {@link #connectDatagrams(Endpoint, Options)} to a typed endpoint, with the default options. */
  public Datagrams connectDatagrams(String endpoint) throws IOException {
    return connectDatagrams(Endpoint.parse(endpoint), Options.none());
  }

  /**
   * A datagram socket that sends to {@code endpoint} and hears from there alone. Of several
   * addresses it takes the first that this machine has a route to. Whether something listens there
   * shows only when something was sent.
   */
  public Datagrams connectDatagrams(Endpoint endpoint, Options options) throws IOException {
    IOException first = null;
    List<Address.Inet> remotes = resolve(requireUdp(endpoint));
    for (Address.Inet remote : LocalAddress.reachable(remotes, options)) {
      try {
        return connectDatagrams(remote, options);
      } catch (TooManyOpenFilesException e) {
        throw e; // no other address would fare better
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
   * Resolves an endpoint to connect to: its host's addresses in the order in which they should be
   * tried. An empty host is this machine. Blocks if the host is a name.
   *
   * @return at least one address
   * @throws NameNotFoundException if the name has no address
   * @throws NameLookupFailedException if the name service could not tell whether it has one
   */
  public List<Address.Inet> resolve(Endpoint endpoint) throws IOException {
    int port = endpoint.port();
    return endpoint.host().isEmpty()
        ? List.of(Address.loopback(port), Address.loopback6(port))
        : resolveHost(endpoint);
  }

  /**
   * Resolves an endpoint to listen on: as {@link #resolve}, but an empty host is every interface,
   * for IPv4 and IPv6.
   *
   * @return at least one address
   * @throws NameNotFoundException if the name has no address
   * @throws NameLookupFailedException if the name service could not tell whether it has one
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
          endpoint + " is no datagram endpoint; write for example udp://127.0.0.1:7007");
    }
    return endpoint;
  }

  /** Ends the engine's threads; {@link #system()} stays as it is. */
  @Override
  public void close() {
    if (!shared) {
      engine.close();
    }
  }

  /** Tells the engine, whether it has what makes it fast, and which options of java would help. */
  @Override
  public String toString() {
    List<String> missing = missingJvmOptions();
    String features = "engine " + engine.name() + ", " + EngineStatus.features(capabilities());
    return missing.isEmpty()
        ? features
        : features + ", faster with the java options " + String.join(" ", missing);
  }
}
