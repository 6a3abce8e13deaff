package switchboard.cli.relay;

import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Status;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.relay.DatagramPeer;
import switchboard.relay.DatagramRelay;
import switchboard.relay.StandardStreamRelay;

/** {@code switchboard connect}: connects standard input and output to a socket. */
public final class ConnectCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Override
  public CommandSpec specification() {
    var connect = CommandSpec.create().name("connect");
    connect.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("ENDPOINT")
            .arity("1")
            .required(true)
            .type(Endpoint.class)
            .converters(CommonOptions::endpoint)
            .description("Connect to ENDPOINT: TCP, a Unix socket or UDP.")
            .build());
    connect.addOption(
        RelayArguments.seconds("--timeout", "Give up connecting after SECONDS; default: 10."));
    RelayArguments.add(connect);
    CommonOptions.common(connect);
    connect
        .usageMessage()
        .customSynopsis(
            "switchboard connect [--no-half-close | --no-input] [--timeout=SECONDS]",
            "                           [--wait=SECONDS] [--idle-timeout=SECONDS] ENDPOINT")
        .description(
            "Connect standard input and output to a socket.",
            "After EOF on standard input, the command sends EOF to the peer and continues to",
            "receive. It exits when the peer has sent EOF too. Over UDP, input is sent in",
            "datagrams of at most 1400 bytes.")
        .footer(
            "",
            "Examples:",
            "  switchboard connect localhost:7000",
            "  printf 'GET / HTTP/1.0\\r\\n\\r\\n' | switchboard connect localhost:8000",
            "  switchboard connect localhost:7001 < README.md > copy",
            "  switchboard connect localhost:7001 --no-input > copy",
            "  switchboard connect unix:///tmp/app.sock",
            "  echo ping | switchboard connect udp://localhost:7007");
    return connect;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (endpoint.scheme().equals("stdio")) {
      throw new UsageException("connect requires a socket as ENDPOINT, not standard input");
    }
    var options = RelayArguments.options(parsed, environment, console);
    var messages = new RelayMessages(console);
    Duration timeout = parsed.matchedOptionValue("--timeout", TIMEOUT);
    String name = endpoint.toString();
    if (endpoint.scheme().equals("udp")) {
      if (!options.input()) {
        throw new UsageException(
            "--no-input cannot be used over UDP: the peer can send only after it has received a datagram from this command");
      }
      try (var socket =
              reach(timeout, () -> DatagramPeer.connect(environment.network(), endpoint));
          var streams = environment.standardStreams()) {
        messages.connected(name);
        var relay = new DatagramRelay(socket, streams, options, environment.isTerminal(0));
        messages.run(name, relay::runClient);
      }
      return Status.SUCCESS;
    }
    try (Connection peer = reach(timeout, () -> environment.network().connect(endpoint));
        var streams = environment.standardStreams()) {
      messages.connected(name);
      messages.run(name, () -> new StandardStreamRelay(streams, options).run(peer));
    }
    return Status.SUCCESS;
  }

  private interface Reaching<T> {
    T run() throws IOException;
  }

  private static <T> T reach(Duration timeout, Reaching<T> reaching) throws IOException {
    try (var _ = Deadline.after(timeout)) {
      return reaching.run();
    }
  }
}
