package switchboard.cli.echo;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.serving.CallPrinting;
import switchboard.cli.serving.ServerOptions;
import switchboard.cli.serving.Serving;
import switchboard.echo.EchoClient;
import switchboard.echo.EchoDatagrams;
import switchboard.echo.EchoHandler;
import switchboard.echo.EchoServer;
import switchboard.net.Endpoint;
import switchboard.server.DrainPolicy;
import switchboard.server.Limits;
import switchboard.server.ProcessServer;
import switchboard.server.ProgramException;
import switchboard.server.Server;
import switchboard.server.Strategy;

/**
 * {@code switchboard echo}: an echo server, and a client that checks the replies of an echo server.
 */
public final class EchoCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String UDP_RATE = "--udp-rate";
  private static final List<String> OF_SERVERS =
      List.of(
          "--strategy",
          ServerOptions.MAX_CONNECTIONS,
          ServerOptions.PER_ADDRESS,
          ServerOptions.BACKLOG,
          ServerOptions.IDLE,
          UDP_RATE);

  @Override
  public CommandSpec specification() {
    var echo = CommandSpec.create().name("echo");
    echo.addPositional(
        positional("0", "ENDPOINT", "The echo server to send to.")
            .converters(CommonOptions::endpoint)
            .build());
    echo.addPositional(
        positional(
                "1..*",
                "TEXT",
                "The text to send, without a line terminator; default: standard input (at a terminal line by line).")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    echo.addOption(
        value("--timeout", "SECONDS", "Wait at most SECONDS for each response; default: 10.")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .build());
    echo.addOption(
        CommonOptions.listen("Run an echo server at each ENDPOINT: TCP, UDP or a Unix socket."));
    addServerOptions(echo);
    CommonOptions.common(echo);
    echo.usageMessage()
        .customSynopsis(
            "switchboard echo [--timeout=SECONDS] ENDPOINT [TEXT...]",
            "       switchboard echo --listen ENDPOINT... [OPTIONS]")
        .description("Send data to an echo server and check the reply, or run an echo server.")
        .footer(
            "",
            "Examples:",
            "  switchboard echo --listen localhost:7007 udp://localhost:7007",
            "  switchboard echo localhost:7007 Hello, world",
            "  switchboard echo udp://localhost:7007 Hello",
            "  head -c 50000000 /dev/urandom | switchboard echo localhost:7007 | wc -c");
    return echo;
  }

  private static PositionalParamSpec.Builder positional(
      String index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index)
        .paramLabel(label)
        .arity("0..1")
        .required(false)
        .hideParamSyntax(true)
        .type(Endpoint.class)
        .description(description);
  }

  private static OptionSpec.Builder value(String name, String label, String description) {
    return OptionSpec.builder(name).arity("1").paramLabel(label).description(description);
  }

  private static void addServerOptions(CommandSpec echo) {
    echo.addOption(
        value(
                "--strategy",
                "NAME",
                "Serve connections with this strategy: sequential (one connection at a time), threads (a platform thread for each), virtual (a virtual thread for each), loop (virtual threads on event loops) or process (a process of cat(1) for each); default: virtual.")
            .type(String.class)
            .converters(CommonOptions::strategy)
            .build());
    ServerOptions.add(echo, Limits.standard());
    ServerOptions.addIdle(echo, "never");
    echo.addOption(
        value(
                UDP_RATE,
                "N",
                "Answer at most N datagrams per second from each source address; 0 = no limit; default: "
                    + EchoDatagrams.PER_SECOND
                    + ".")
            .type(Integer.class)
            .converters(CommonOptions::countOrZero)
            .build());
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    return parsed.hasMatchedOption("--listen")
        ? serve(parsed, environment, console)
        : send(parsed, environment, console);
  }

  private static int serve(ParseResult parsed, Environment environment, Console console)
      throws IOException {
    if (parsed.hasMatchedOption("--timeout")) {
      throw new UsageException(
          "--timeout cannot be combined with --listen; a server has --idle-timeout");
    }
    if (parsed.hasMatchedPositional(0)) {
      throw new UsageException("echo requires either --listen or ENDPOINT, not both");
    }
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of());
    if (parsed.hasMatchedOption(UDP_RATE) && endpoints.stream().noneMatch(EchoCommand::isUdp)) {
      throw new UsageException(
          "option "
              + UDP_RATE
              + " requires --listen with a UDP endpoint, such as --listen udp://:7007");
    }
    var setup =
        setup(parsed, endpoints)
            .options(ServerOptions.socketOptions(parsed))
            .observer(new CallPrinting(console));
    int udpRate = parsed.matchedOptionValue(UDP_RATE, EchoDatagrams.PER_SECOND);
    var echo =
        EchoServer.start(environment.network(), endpoints, setup, new EchoDatagrams(udpRate));
    return new Serving(echo.endpoints(), echo::active, echo::close, echo::awaitStop)
        .run(environment, console);
  }

  private static boolean isUdp(Endpoint endpoint) {
    return endpoint.scheme().equals("udp");
  }

  private static Server.Builder setup(ParseResult parsed, List<Endpoint> endpoints)
      throws ProgramException {
    String word = parsed.matchedOptionValue("--strategy", Strategy.VIRTUAL_THREADS.displayName());
    if (word.equals(CommonOptions.PROCESS)) {
      for (Endpoint endpoint : endpoints) {
        if (isUdp(endpoint)) {
          throw new UsageException(
              "--strategy process can only serve connections, not " + endpoint);
        }
      }
      return ProcessServer.builder("cat")
          .limits(ServerOptions.limits(parsed, ProcessServer.LIMITS));
    }
    Strategy strategy =
        Arrays.stream(Strategy.values())
            .filter(each -> each.displayName().equals(word))
            .findFirst()
            .orElseThrow();
    return Server.builder(new EchoHandler())
        .drainPolicy(DrainPolicy.STOP_READING)
        .strategy(strategy)
        .limits(ServerOptions.limits(parsed, Limits.standard()));
  }

  private static int send(ParseResult parsed, Environment environment, Console console)
      throws IOException {
    for (String option : OF_SERVERS) {
      if (parsed.hasMatchedOption(option)) {
        throw new UsageException("option " + option + " requires --listen ENDPOINT");
      }
    }
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (endpoint == null) {
      throw new UsageException(
          "echo requires ENDPOINT, such as localhost:7007, or --listen"
              + " (see 'switchboard help echo')");
    }
    Duration timeout = parsed.matchedOptionValue("--timeout", TIMEOUT);
    var client =
        new EchoClientRun(new EchoClient(environment.network(), timeout), endpoint, console);
    List<String> words = parsed.matchedPositionalValue(1, List.of());
    return words.isEmpty()
        ? client.pass(environment)
        : client.say(String.join(" ", words), environment);
  }
}
