package switchboard.cli.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.UsageException;
import switchboard.cli.command.WorkingDirectory;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.serving.CallPrinting;
import switchboard.cli.serving.ServerOptions;
import switchboard.cli.serving.Serving;
import switchboard.net.Endpoint;
import switchboard.server.ProcessHandler;
import switchboard.server.ProcessServer;

/** The half of {@code switchboard listen} that runs a program for each caller. */
final class ListenExec {
  static final String EXEC = "--exec";
  private static final List<String> OF_SERVERS =
      List.of(ServerOptions.MAX_CONNECTIONS, ServerOptions.PER_ADDRESS, ServerOptions.BACKLOG);
  private static final List<String> OF_RELAYS =
      List.of(
          ListenCommand.KEEP_OPEN,
          RelayArguments.WAIT,
          RelayArguments.NO_HALF_CLOSE,
          RelayArguments.NO_INPUT);

  private ListenExec() {}

  static void addOptions(CommandSpec listen) {
    listen.addOption(
        OptionSpec.builder(EXEC)
            .paramLabel("COMMAND")
            .arity("1..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .parameterConsumer((words, option, _) -> {
              var command = new ArrayList<String>();
              while (!words.isEmpty()) {
                command.add(words.pop()); // options of the command are not ours
              }
              option.setValue(command);
            })
            .description(
                "Run COMMAND for each caller, many at once, his connection being its standard input and output. All that follows belongs to it; a single word with spaces is a line for the shell.")
            .build());
    ServerOptions.add(listen, ProcessServer.LIMITS);
  }

  /** Whether a program is wanted; options that make no sense then, or without it, are mistakes. */
  static boolean isWanted(ParseResult parsed) {
    boolean wanted = command(parsed) != null;
    for (String option : OF_SERVERS) {
      if (!wanted && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            option + " is for --exec; without it there is one caller at a time");
      }
    }
    for (String option : OF_RELAYS) {
      if (wanted && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            option + " is about standard input and output; with --exec the program has its own");
      }
    }
    return wanted;
  }

  static int run(Endpoint endpoint, ParseResult parsed, Environment environment, Console console)
      throws IOException {
    if (endpoint.scheme().equals("udp")) {
      throw new UsageException("--exec is for connections, and " + endpoint + " has none");
    }
    List<String> words = command(parsed);
    if (words == null || words.isEmpty()) {
      throw new UsageException("option --exec requires COMMAND (see 'switchboard help listen')");
    }
    WorkingDirectory.require("a program would run in another one");
    List<String> command = program(words);
    var service = ProcessHandler.of(command.toArray(String[]::new));
    String name = Path.of(command.getFirst()).getFileName().toString();
    service.standardError((pid, line) -> console.say(name + "[" + pid + "]: " + line));
    var setup =
        ProcessServer.builder(service)
            .network(environment.network())
            .limits(ServerOptions.limits(parsed, ProcessServer.LIMITS))
            .options(ServerOptions.socketOptions(parsed))
            .observer(new CallPrinting(console));
    var server = setup.listen(endpoint).start();
    return new Serving(
            server.addresses().stream().map(Endpoint::of).toList(),
            server.counters()::active,
            server::close,
            server::awaitStop)
        .run(environment, console);
  }

  /** An option that takes its words by itself does not count as matched. */
  private static @Nullable List<String> command(ParseResult parsed) {
    return parsed.commandSpec().findOption(EXEC).getValue();
  }

  /** A line with spaces is for the shell, unless a file is called like that. */
  private static List<String> program(List<String> words) {
    String first = words.getFirst();
    boolean line = words.size() == 1 && first.contains(" ") && !Files.exists(Path.of(first));
    return line ? List.of("/bin/sh", "-c", first) : words;
  }
}
