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
 * Serves several protocols on one port: recognizes each caller's protocol by its first bytes.
 * Configure it, then {@link #start}. Not thread-safe until then.
 *
 * <pre>{@code
 * Server hub = new Hub().files(receiver).start(network, List.of(Endpoint.parse(":7000")));
 * }</pre>
 */
public final class Hub {
  /** The number of bytes after which a protocol must be recognized. */
  public static final int PREFIX_MAX = 8 * 1024;

  /** Members whose machine disappears leave after some four minutes. */
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

  /** A hub with the standard limits, which accepts no files. */
  public Hub() {}

  /** 10,000 connections, 100 from one address; further ones are told so and closed. */
  public static Limits standardLimits() {
    return Limits.standard().connections(10_000, Limits.Overload.REJECT).perAddress(100);
  }

  /** Has {@code receiver} accept files. */
  public Hub files(FileReceiver receiver) {
    files = Optional.of(receiver);
    return this;
  }

  /**
   * Adds a protocol. It is asked after those that start with a fixed signature, and before those
   * that are text; among several added ones, the first counts. A protocol with the name of a
   * standard one replaces it: {@code tls}, {@code proxy}, {@code http}, {@code transfer}, {@code
   * irc}, {@code tutorial-file}, {@code telnet}, {@code chat} and {@code unknown}, which are asked
   * in this order.
   */
  public Hub protocol(Protocol protocol) {
    protocols.add(protocol);
    return this;
  }

  /** Limits connections in another way than {@link #standardLimits}. */
  public Hub limits(Limits other) {
    limits = other;
    return this;
  }

  /** Limits the chat in another way than {@link ChatLimits#standard}. */
  public Hub chatLimits(ChatLimits other) {
    chatLimits = other;
    return this;
  }

  /** Tells people the time by another clock. */
  public Hub clock(InstantSource other) {
    clock = other;
    return this;
  }

  /** Reports each connection to {@code other}, with the protocol that was recognized. */
  public Hub observer(CallObserver other) {
    observer = other;
    return this;
  }

  /** Sets how many connections the kernel holds that are not accepted yet (listen(2)). */
  public Hub backlog(int connections) {
    options = options.with(Option.BACKLOG, connections);
    return this;
  }

  /**
   * Opens the hub; it listens once this returns, and the server is the caller's to close.
   *
   * @param endpoints at least one
   * @throws switchboard.net.AddressUnavailableException when one of them is not available
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
                "-- too many callers, here or from your address; try again when some have left\n");
    endpoints.forEach(setup::listen);
    return setup.start();
  }
}
