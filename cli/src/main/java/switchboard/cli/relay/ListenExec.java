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

/** The option {@code --exec} of {@code switchboard listen}: runs a program for each caller. */
final class ListenExec {
  static final String EXEC = "--exec";
  private static final List<String> ONLY_WITH_EXEC =
      List.of(ServerOptions.MAX_CONNECTIONS, ServerOptions.PER_ADDRESS, ServerOptions.BACKLOG);
  private static final List<String> NOT_WITH_EXEC =
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
                command.add(words.pop()); // also words that begin with a dash
              }
              option.setValue(command);
            })
            .description(
                "Run a process of COMMAND for each caller, with the connection as its standard input and output. All arguments after --exec belong to COMMAND. If there is only one argument and it contains spaces, the shell runs it.")
            .build());
    ServerOptions.add(listen, ProcessServer.LIMITS);
  }

  /**
   * Returns whether {@code --exec} was given.
   *
   * @throws UsageException if {@code --exec} is missing and another option requires it, or if
   *     {@code --exec} was given together with an option that cannot be combined with {@code
   *     --exec}
   */
  static boolean isWanted(ParseResult parsed) {
    boolean wanted = command(parsed) != null;
    for (String option : ONLY_WITH_EXEC) {
      if (!wanted && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            "option " + option + " requires --exec; without --exec there is one caller at a time");
      }
    }
    for (String option : NOT_WITH_EXEC) {
      if (wanted && parsed.hasMatchedOption(option)) {
        throw new UsageException(
            "option "
                + option
                + " cannot be combined with --exec; the program does not use the standard input of this command");
      }
    }
    return wanted;
  }

  static int run(Endpoint endpoint, ParseResult parsed, Environment environment, Console console)
      throws IOException {
    if (endpoint.scheme().equals("udp")) {
      throw new UsageException("--exec can only serve connections, not " + endpoint);
    }
    List<String> words = command(parsed);
    if (words == null || words.isEmpty()) {
      throw new UsageException("option --exec requires COMMAND (see 'switchboard help listen')");
    }
    WorkingDirectory.require("--exec cannot run a program there");
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

  /**
   * Returns the arguments of {@code --exec}, or null if the option was not given. Reads the
   * arguments from the specification, because picocli does not report an option with a parameter
   * consumer as matched.
   */
  private static @Nullable List<String> command(ParseResult parsed) {
    return parsed.commandSpec().findOption(EXEC).getValue();
  }

  /**
   * Returns the command to run. A single argument that contains spaces is a command for the shell,
   * unless a file with this name exists.
   */
  private static List<String> program(List<String> words) {
    String first = words.getFirst();
    boolean line = words.size() == 1 && first.contains(" ") && !Files.exists(Path.of(first));
    return line ? List.of("/bin/sh", "-c", first) : words;
  }
}
