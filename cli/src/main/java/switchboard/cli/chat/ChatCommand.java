package switchboard.cli.chat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.chat.ChatClient;
import switchboard.chat.Introduction;
import switchboard.chat.SingleCallServer;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/** {@code switchboard chat}: talks in lines to whoever is at an endpoint, or calls here. */
public final class ChatCommand implements Command {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final List<String> OF_CALLERS = List.of("--nick", "--room", "--timeout");

  @Override
  public CommandSpec specification() {
    var chat = CommandSpec.create().name("chat");
    chat.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .paramLabel("ENDPOINT")
            .arity("0..1")
            .required(false)
            .hideParamSyntax(true)
            .type(Endpoint.class)
            .converters(CommonOptions::endpoint)
            .description("Whom to call: a hub, or anybody who talks in lines.")
            .build());
    chat.addOption(
        value("--nick", "NAME", "What a hub shall call you; without it, it asks.")
            .type(String.class)
            .build());
    chat.addOption(
        value("--room", "ROOM", "Where you want to sit, in a hub.").type(String.class).build());
    chat.addOption(
        value("--timeout", "SECONDS", "Timeout for connecting; default: 10.")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .build());
    chat.addOption(
        CommonOptions.listen("Wait there for one caller, and talk to him: a chat of two."));
    chat.addOption(
        OptionSpec.builder("--no-history")
            .type(boolean.class)
            .description("Keep no file of the lines that you type.")
            .build());
    CommonOptions.common(chat);
    chat.usageMessage()
        .customSynopsis(
            "switchboard chat [--nick=NAME] [--room=ROOM] [--timeout=SECONDS] ENDPOINT",
            "       switchboard chat --listen ENDPOINT")
        .description(
            "Talk in lines.",
            "At a terminal Tab completes, Up finds earlier lines,",
            "Ctrl-C clears the line, Ctrl-D leaves. In a pipe: lines in, lines out.")
        .parameterListHeading("%n")
        .footer(
            "",
            "Examples:",
            "  switchboard chat localhost:7000 --nick ann     a hub: switchboard up",
            "  switchboard chat --listen localhost:7003       a chat of two, here and",
            "  switchboard chat localhost:7003                in another terminal, or nc");
    return chat;
  }

  private static OptionSpec.Builder value(String name, String label, String description) {
    return OptionSpec.builder(name).arity("1").paramLabel(label).description(description);
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) throws Exception {
    String introducing =
        Stream.of("--nick", "--room")
            .filter(parsed::hasMatchedOption)
            .collect(Collectors.joining(" and "));
    boolean history = !CommonOptions.isOn(parsed, "--no-history");
    var session = new ChatSession(environment, console, introducing, history);
    return parsed.hasMatchedOption("--listen") ? listen(parsed, session) : call(parsed, session);
  }

  private static int listen(ParseResult parsed, ChatSession session) throws IOException {
    for (String option : OF_CALLERS) {
      if (parsed.hasMatchedOption(option)) {
        throw new UsageException(option + " is for calling somebody, not for --listen");
      }
    }
    if (parsed.hasMatchedPositional(0)) {
      throw new UsageException(
          "either --listen, to wait for a caller, or an ENDPOINT, to call one; not both");
    }
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of());
    try (var place = new SingleCallServer(session.environment().network(), endpoints)) {
      place.endpoints().forEach(session::listening);
      Connection caller = place.await();
      try (var client = new ChatClient(caller, Introduction.none())) {
        return session.hold(client, Endpoint.of(caller.remote()), "has called");
      }
    }
  }

  private static int call(ParseResult parsed, ChatSession session) throws IOException {
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (endpoint == null) {
      throw new UsageException(
          "chat requires an ENDPOINT to call, such as localhost:7000; or --listen to wait for a"
              + " caller (see 'switchboard help chat')");
    }
    if (endpoint.scheme().equals("stdio")) {
      throw new UsageException(
          "chat can't call " + endpoint + ", by which you talk; write for example localhost:7000");
    }
    var introduction = introduction(parsed);
    Duration timeout = parsed.matchedOptionValue("--timeout", TIMEOUT);
    try (var client =
        new ChatClient(connect(session.environment().network(), endpoint, timeout), introduction)) {
      return session.hold(client, endpoint, "is connected");
    }
  }

  private static Introduction introduction(ParseResult parsed) {
    try {
      return new Introduction(
          parsed.matchedOptionValue("--nick", ""), parsed.matchedOptionValue("--room", ""));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Connection connect(Network network, Endpoint endpoint, Duration timeout)
      throws IOException {
    try (var _ = Deadline.after(timeout)) {
      return network.connect(endpoint);
    }
  }
}
