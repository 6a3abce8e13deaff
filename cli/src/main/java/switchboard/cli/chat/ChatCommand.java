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

/** {@code switchboard chat}: exchanges lines of text with a hub, or with one other peer. */
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
            .description("Connect to ENDPOINT: a hub, or any other peer that sends lines of text.")
            .build());
    chat.addOption(
        value("--nick", "NAME", "Your name in the hub; default: the hub asks for a name.")
            .type(String.class)
            .build());
    chat.addOption(
        value("--room", "ROOM", "The room of the hub to join.").type(String.class).build());
    chat.addOption(
        value("--timeout", "SECONDS", "Give up connecting after SECONDS; default: 10.")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .build());
    chat.addOption(
        CommonOptions.listen("Wait at ENDPOINT until one peer connects, and chat with this peer."));
    chat.addOption(
        OptionSpec.builder("--no-history")
            .type(boolean.class)
            .description("Do not save the lines that you type to a history file.")
            .build());
    CommonOptions.common(chat);
    chat.usageMessage()
        .customSynopsis(
            "switchboard chat [--nick=NAME] [--room=ROOM] [--timeout=SECONDS] ENDPOINT",
            "       switchboard chat --listen ENDPOINT")
        .description(
            "Chat with a hub, or with any peer that sends lines of text.",
            "At a terminal, Tab completes names and commands, Up recalls earlier lines,",
            "Ctrl-C clears the line and Ctrl-D leaves. In a pipe, standard input is sent and",
            "received lines go to standard output.")
        .footer(
            "",
            "Examples:",
            "  switchboard chat localhost:7000 --nick ann     join a hub ('switchboard up')",
            "  switchboard chat --listen localhost:7003       chat without a hub: wait here,",
            "  switchboard chat localhost:7003                and connect from there (or nc)");
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
        throw new UsageException(option + " cannot be combined with --listen");
      }
    }
    if (parsed.hasMatchedPositional(0)) {
      throw new UsageException("chat requires either --listen or ENDPOINT, not both");
    }
    List<Endpoint> endpoints = parsed.matchedOptionValue("--listen", List.of());
    try (var server = new SingleCallServer(session.environment().network(), endpoints)) {
      server.endpoints().forEach(session::listening);
      Connection caller = server.await();
      try (var client = new ChatClient(caller, Introduction.none())) {
        return session.hold(client, Endpoint.of(caller.remote()), "has connected");
      }
    }
  }

  private static int call(ParseResult parsed, ChatSession session) throws IOException {
    Endpoint endpoint = parsed.matchedPositionalValue(0, null);
    if (endpoint == null) {
      throw new UsageException(
          "chat requires ENDPOINT, such as localhost:7000, or --listen"
              + " (see 'switchboard help chat')");
    }
    if (endpoint.scheme().equals("stdio")) {
      throw new UsageException(
          "chat cannot connect to "
              + endpoint
              + ", the standard input of this command; write for example localhost:7000");
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
