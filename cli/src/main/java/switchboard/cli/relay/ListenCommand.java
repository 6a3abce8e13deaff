package switchboard.cli.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.OutputClosedException;
import switchboard.cli.serving.Serving;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Options;
import switchboard.net.Readiness;
import switchboard.relay.DatagramRelay;
import switchboard.relay.OutputLostException;
import switchboard.relay.RelayOptions;
import switchboard.relay.StandardStreamRelay;
import switchboard.server.DatagramServer;

/**
 * {@code switchboard listen}: waits until a peer connects, and connects standard input and output
 * to that peer.
 */
public final class ListenCommand implements Command {
  static final String KEEP_OPEN = "--keep-open";

  /**
   * The default of {@code --wait} with {@code --keep-open}. After EOF from a client, the next
   * client is accepted when no standard input has arrived for this time.
   */
  private static final Duration NEXT_CALLER = Duration.ofSeconds(1);

  @Override
  public CommandSpec specification() {
    var listen = CommandSpec.create().name("listen");
    listen.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("ENDPOINT")
            .arity("1")
            .required(true)
            .type(Endpoint.class)
            .converters(CommonOptions::endpoint)
            .description("Listen at ENDPOINT: TCP, a Unix socket or UDP.")
            .build());
    listen.addOption(
        RelayArguments.flag(
            KEEP_OPEN,
            "After the connection to a caller has ended, accept the next caller, until interrupted. The next caller receives the rest of standard input."));
    RelayArguments.add(listen);
    ListenExec.addOptions(listen);
    CommonOptions.common(listen);
    listen
        .usageMessage()
        .customSynopsis(
            "switchboard listen [--keep-open] [--no-half-close | --no-input]",
            "                          [--wait=SECONDS] [--idle-timeout=SECONDS] ENDPOINT",
            "       switchboard listen [--max-connections=N] ENDPOINT --exec COMMAND [ARG...]")
        .description(
            "Accept one caller, and connect standard input and output to it. The caller is",
            "the peer that connects, or over UDP the sender of the first datagram. No other",
            "caller is accepted.",
            "With --exec, run a program for each caller instead. The caller's address is in",
            "the environment variables SWITCHBOARD_REMOTE, TCPREMOTEIP and TCPREMOTEPORT.")
        .footer(
            "",
            "Examples:",
            "  switchboard listen localhost:7001          then: nc localhost 7001",
            "  switchboard listen localhost:7001 --no-input > copy",
            "  switchboard listen localhost:7001 --keep-open >> log",
            "  switchboard listen udp://localhost:7007",
            "  switchboard listen localhost:7001 --exec cat",
            "  switchboard listen localhost:7001 --exec sort -n",
            "  switchboard listen localhost:7001 --exec 'date; echo $TCPREMOTEIP'");
    return listen;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (ListenExec.isWanted(parsed)) {
      return ListenExec.run(endpoint, parsed, environment, console);
    }
    RelayOptions options = RelayArguments.options(parsed, environment, console);
    if (CommonOptions.isOn(parsed, KEEP_OPEN)) {
      options = options.withKeepOpen();
      if (options.timeout().isEmpty()) {
        options = options.timeout(NEXT_CALLER); // the next client receives the rest of the input
      }
    }
    return endpoint.scheme().equals("udp")
        ? relayDatagrams(endpoint, environment, console, options)
        : relayCallers(endpoint, environment, console, options);
  }

  private static int relayCallers(
      Endpoint endpoint, Environment environment, Console console, RelayOptions options)
      throws IOException {
    List<Listener> listeners = environment.network().listenAll(endpoint, Options.none());
    try (Closing _ = () -> listeners.forEach(Listener::close);
        var streams = environment.standardStreams()) {
      listeners.forEach(
          listener -> Serving.reportListening(Endpoint.of(listener.local()), console));
      var relay = new StandardStreamRelay(streams, options);
      var messages = new RelayMessages(console);
      do {
        Connection caller = accept(listeners, !options.keepOpen());
        String name = RelayMessages.peer(caller);
        messages.connected(name);
        try {
          messages.run(name, () -> relay.run(caller));
        } catch (OutputClosedException | OutputLostException e) {
          throw e;
        } catch (IOException e) {
          if (!options.keepOpen()) {
            throw e;
          }
          messages.lost(name, e);
        }
      } while (options.keepOpen());
    }
    return Status.SUCCESS;
  }

  private interface Closing extends AutoCloseable {
    @Override
    void close();
  }

  private static Connection accept(List<Listener> listeners, boolean last) throws IOException {
    Connection caller = null;
    while (caller == null) {
      caller = listeners.size() == 1 ? listeners.getFirst().accept() : first(listeners);
    }
    if (last) {
      listeners.forEach(Listener::close); // further clients are refused, not queued
    }
    return caller;
  }

  private static @Nullable Connection first(List<Listener> listeners) throws IOException {
    Readiness.select(listeners, List.of());
    for (Listener each : listeners) {
      Connection caller = each.tryAccept();
      if (caller != null) {
        return caller;
      }
    }
    return null; // the client has disconnected
  }

  private static int relayDatagrams(
      Endpoint endpoint, Environment environment, Console console, RelayOptions options)
      throws IOException {
    List<Datagrams> sockets = environment.network().bindAll(endpoint, Options.none());
    try (Closing _ = () -> sockets.forEach(Datagrams::close);
        var streams = environment.standardStreams()) {
      for (Datagrams each : sockets) {
        Serving.reportListening(Endpoint.of(each.local()).withScheme("udp"), console);
        String warning = DatagramServer.unknownDestination(environment.network(), each.local());
        if (warning != null) {
          console.say("warning: " + warning);
        }
      }
      Datagrams socket = sockets.size() == 1 ? sockets.getFirst() : firstReached(sockets, options);
      sockets.stream().filter(each -> each != socket).forEach(Datagrams::close);
      Endpoint here = Endpoint.of(socket.local()).withScheme("udp");
      var messages = new RelayMessages(console);
      var relay = new DatagramRelay(socket, streams, options, environment.isTerminal(0));
      messages.run(
          here.toString(),
          () ->
              relay.runServer(
                  peer -> messages.connected(Endpoint.of(peer).withScheme("udp").toString())));
    }
    return Status.SUCCESS;
  }

  /**
   * Blocks until a datagram arrives at one of {@code sockets}, and returns that socket. Returns the
   * first of {@code sockets} if no datagram arrives within the idle timeout.
   */
  private static Datagrams firstReached(List<Datagrams> sockets, RelayOptions options)
      throws IOException {
    Duration idle = options.idleTimeout();
    Readiness reached =
        idle.isZero()
            ? Readiness.select(sockets, List.of())
            : Readiness.select(sockets, List.of(), idle);
    return sockets.stream()
        .filter(reached.readable()::contains)
        .findFirst()
        .orElse(sockets.getFirst());
  }
}
