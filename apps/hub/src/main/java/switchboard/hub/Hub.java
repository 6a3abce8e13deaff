package switchboard.hub;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import switchboard.chat.Chat;
import switchboard.chat.ChatLimits;
import switchboard.chat.LineChatHandler;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.server.CallObserver;
import switchboard.server.Limits;
import switchboard.server.Server;
import switchboard.transfer.FileReceiver;

/**
 * Serves several protocols on one port. Recognizes the protocol of each connection by the first
 * bytes from the client. Configure a hub first, then {@link #start} it. Not thread-safe.
 *
 * <pre>{@code
 * Server hub = new Hub().files(receiver).start(network, List.of(Endpoint.parse(":7000")));
 * }</pre>
 */
public final class Hub {
  /** The maximum number of bytes that are examined to recognize a protocol. */
  public static final int PREFIX_MAX = 8 * 1024;

  /**
   * TCP keep-alive options. With these options, a chat member is removed about four minutes after
   * its host has stopped responding.
   */
  private static final Options KEEP_ALIVE =
      Options.of(Option.KEEP_ALIVE, true)
          .with(Option.KEEP_ALIVE_IDLE, Duration.ofMinutes(2))
          .with(Option.KEEP_ALIVE_INTERVAL, Duration.ofSeconds(30))
          .with(Option.KEEP_ALIVE_COUNT, 4);

  private Limits limits = standardLimits();
  private ChatLimits chatLimits = ChatLimits.standard();
  private Optional<FileReceiver> files = Optional.empty();
  private InstantSource clock = InstantSource.system();
  private CallObserver observer = new CallObserver() {};
  private Options options = KEEP_ALIVE;
  private final List<Protocol> protocols = new ArrayList<>();

  /**
   * Creates a hub with the default limits. The hub accepts no files unless a receiver is set with
   * {@link #files}.
   */
  public Hub() {}

  /**
   * Returns the default limits: 10,000 connections in total, and 100 connections from one address.
   * The hub sends a message to each further connection and closes it.
   */
  public static Limits standardLimits() {
    return Limits.standard().connections(10_000, Limits.Overload.REJECT).perAddress(100);
  }

  /**
   * Sets the receiver of files. By default there is no receiver, and the hub rejects connections
   * that send files.
   */
  public Hub files(FileReceiver receiver) {
    files = Optional.of(receiver);
    return this;
  }

  /**
   * Adds a protocol. The standard protocols are tried in this order: {@code tls}, {@code proxy},
   * {@code http}, {@code transfer}, {@code irc}, {@code tutorial-file}, {@code telnet}, {@code
   * chat} and {@code unknown}. An added protocol with one of these names replaces the standard
   * protocol with this name. All other added protocols are tried after {@code irc} and before
   * {@code tutorial-file}, in the order in which they were added.
   */
  public Hub protocol(Protocol protocol) {
    protocols.add(protocol);
    return this;
  }

  /** Sets the limits of the server. Default: {@link #standardLimits}. */
  public Hub limits(Limits other) {
    limits = other;
    return this;
  }

  /** Sets the limits of the chat. Default: {@link ChatLimits#standard}. */
  public Hub chatLimits(ChatLimits other) {
    chatLimits = other;
    return this;
  }

  /** Sets the clock of the chat. Default: the system clock. */
  public Hub clock(InstantSource other) {
    clock = other;
    return this;
  }

  /**
   * Sets the observer of connections. The observer is also notified of the protocol of each
   * connection.
   */
  public Hub observer(CallObserver other) {
    observer = other;
    return this;
  }

  /**
   * Sets the backlog: the maximum number of connections that the kernel queues until the hub
   * accepts them (listen(2)).
   */
  public Hub backlog(int connections) {
    options = options.with(Option.BACKLOG, connections);
    return this;
  }

  /**
   * Starts the hub. The calling code must close the returned server.
   *
   * @param network the network to listen on; the hub does not close it
   * @param endpoints the endpoints to listen at; at least one
   * @return the running server, which already accepts connections
   * @throws switchboard.net.AddressUnavailableException if the hub cannot listen at one of the
   *     endpoints
   */
  public Server start(Network network, List<Endpoint> endpoints) throws IOException {
    var chat = new LineChatHandler(new Chat(clock, ZoneId.systemDefault(), chatLimits));
    var setup =
        Server.builder(new Dispatcher(StandardProtocols.list(chat, files, protocols)))
            .network(network)
            .limits(limits)
            .options(options)
            .observer(observer)
            .rejectionMessage(
                "-- too many connections to this server, or from your address; try again later\n");
    endpoints.forEach(setup::listen);
    return setup.start();
  }
}
