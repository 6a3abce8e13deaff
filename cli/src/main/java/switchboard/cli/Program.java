package switchboard.cli;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Failures;
import switchboard.cli.command.Status;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.cli.console.Json;
import switchboard.cli.console.OneLineLogs;
import switchboard.cli.console.OutputClosedException;
import switchboard.net.Network;

/** Parses a command line, runs its command and returns the exit status. Not thread-safe. */
public final class Program {
  private final Environment environment;
  private final Console console;
  private final CommandLine line;
  private final Map<String, Command> commands = new HashMap<>();

  /** Creates a program that runs in {@code environment} and writes to {@code console}. */
  public Program(Environment environment, Console console) {
    this.environment = environment;
    this.console = console;
    CommandSpec root = Root.specification();
    for (Command command : Commands.all()) {
      CommandSpec specification = command.specification();
      commands.put(specification.name(), command);
      root.addSubcommand(specification.name(), specification);
    }
    this.line = new CommandLine(root);
    line.setExpandAtFiles(false); // @FILE is not replaced by the contents of the file
  }

  /**
   * Runs one command line. Blocks until the command ends.
   *
   * @return the exit status
   */
  public int run(String... arguments) {
    OneLineLogs.speakThrough(console);
    console.setJson(List.of(arguments).contains("--json")); // before an error is reported
    String command = "";
    try {
      TypedArguments.requireDecoded(arguments);
      ParseResult root = line.parseArgs(arguments);
      command = root.hasSubcommand() ? root.subcommand().commandSpec().name() : "";
      var error = UsageErrors.find(root);
      return error.isPresent() && !isHelp(root) ? fail(Status.USAGE, error.get()) : run(root);
    } catch (ParameterException e) {
      return fail(Status.USAGE, UsageErrors.sentence(e));
    } catch (OutputClosedException e) {
      return Status.NETWORK;
    } catch (Exception e) {
      if (!Failures.isExpected(e) && console.isVerbose()) {
        console.trace(e);
      }
      return fail(Failures.status(e), Failures.sentence(e, command));
    }
  }

  private int run(ParseResult root) throws Exception {
    ParseResult parsed = root.hasSubcommand() ? root.subcommand() : root;
    CommandSpec command = parsed.commandSpec();
    console.setJson(isOn(root, parsed, "--json"));
    console.setVerbose(isOn(root, parsed, "--verbose"));
    boolean plain = isOn(root, parsed, "--no-color");
    if (root.isVersionHelpRequested()) {
      return version();
    }
    if (isHelp(root)) {
      return help(command.commandLine(), plain);
    }
    if (!root.hasSubcommand()) {
      return fail(
          Status.USAGE,
          "missing command; available: "
              + String.join(", ", line.getSubcommands().keySet())
              + " (see 'switchboard --help')");
    }
    if (command.name().equals("help")) {
      return help(HelpCommand.about(parsed, line), plain);
    }
    Environment here = plain ? environment.withoutColour() : environment;
    Command doing = Objects.requireNonNull(commands.get(command.name()));
    String engine = CommonOptions.engine(root, parsed);
    if (engine == null) {
      return doing.run(parsed, here, console);
    }
    Environment over = overEngine(here, engine);
    try (Network _ = over.network()) {
      return doing.run(parsed, over, console);
    }
  }

  private static Environment overEngine(Environment here, String engine) {
    try {
      return here.overEngine(engine);
    } catch (IllegalStateException e) {
      throw new UsageException("--engine: " + e.getMessage());
    }
  }

  private static boolean isHelp(ParseResult root) {
    return root.isUsageHelpRequested()
        || root.isVersionHelpRequested()
        || (root.hasSubcommand() && root.subcommand().isUsageHelpRequested());
  }

  private static boolean isOn(ParseResult root, ParseResult parsed, String flag) {
    return CommonOptions.isOn(root, flag) || CommonOptions.isOn(parsed, flag);
  }

  private int version() throws IOException {
    String version = Version.ofThisBuild();
    if (console.isJson()) {
      console.event(Json.event("version").with("version", version));
    } else {
      console.print("switchboard " + version + " on Java " + Runtime.version() + "\n");
    }
    return Status.SUCCESS;
  }

  private int help(CommandLine about, boolean plain) throws IOException {
    boolean colour = !plain && environment.isColourful(1);
    console.print(about.getUsageMessage(colour ? Ansi.ON : Ansi.OFF));
    return Status.SUCCESS;
  }

  private int fail(int status, String sentence) {
    console.say("switchboard: " + sentence);
    console.event(Json.event("error").with("status", status).with("message", sentence));
    return status;
  }
}
