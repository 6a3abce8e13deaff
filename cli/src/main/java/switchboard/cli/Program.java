package switchboard.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import switchboard.net.Network;

/** One run of the command line, from the arguments to the exit status. Belongs to one thread. */
final class Program {
  private final Environment around;
  private final Console voice;
  private final CommandLine line;
  private final Map<String, Command> commands;

  /** Runs among {@code around}, and speaks through {@code voice}. */
  Program(Environment around, Console voice) {
    this.around = around;
    this.voice = voice;
    this.commands =
        Map.ofEntries(
            Map.entry("up", new UpCommand()),
            Map.entry("chat", new ChatCommand()),
            Map.entry("echo", new EchoCommand()),
            Map.entry("scan", new ScanCommand()),
            Map.entry("send", new SendCommand()),
            Map.entry("receive", new ReceiveCommand()),
            Map.entry("get", new GetCommand()),
            Map.entry("serve", new ServeCommand()),
            Map.entry("connect", new ConnectCommand()),
            Map.entry("listen", new ListenCommand()),
            Map.entry("bench", new BenchCommand()),
            Map.entry("dissect", new DissectCommand()),
            Map.entry("engines", new EnginesCommand()),
            Map.entry("example", new ExampleCommand()),
            Map.entry("help", new HelpCommand()));
    this.line = new CommandLine(Root.specification(commands));
    line.setExpandAtFiles(false); // a text or a nick may begin with an @
  }

  /**
   * Runs one command line until it is done.
   *
   * @return the exit status
   */
  int run(String... arguments) {
    OneLineLogs.speakThrough(voice);
    voice.setJson(List.of(arguments).contains("--json")); // for mistakes in what stands before it
    String command = "";
    try {
      TypedArguments.requireDecoded(arguments);
      ParseResult root = line.parseArgs(arguments);
      command = root.hasSubcommand() ? root.subcommand().commandSpec().name() : "";
      var mistake = UsageErrors.find(root);
      return mistake.isPresent() && !isHelp(root) ? fail(Status.USAGE, mistake.get()) : run(root);
    } catch (ParameterException mistake) {
      return fail(Status.USAGE, UsageErrors.sentence(mistake));
    } catch (OutputClosedException enough) {
      return Status.NETWORK;
    } catch (Exception e) {
      if (!Failures.isExpected(e) && voice.isVerbose()) {
        voice.trace(e);
      }
      return fail(Failures.status(e), Failures.sentence(e, command));
    }
  }

  private int run(ParseResult root) throws Exception {
    ParseResult parsed = root.hasSubcommand() ? root.subcommand() : root;
    CommandSpec command = parsed.commandSpec();
    voice.setJson(isOn(root, parsed, "--json"));
    voice.setVerbose(isOn(root, parsed, "--verbose"));
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
          "say what to do: "
              + String.join(", ", line.getSubcommands().keySet())
              + " (see 'switchboard --help')");
    }
    if (command.name().equals("help")) {
      return help(HelpCommand.about(parsed, line), plain);
    }
    Environment here = plain ? around.withoutColour() : around;
    Command doing = Objects.requireNonNull(commands.get(command.name()));
    String engine = Options.engine(root, parsed);
    if (engine == null) {
      return doing.run(parsed, here, voice);
    }
    Environment over = here.overEngine(engine);
    try (Network _ = over.network()) {
      return doing.run(parsed, over, voice);
    }
  }

  private static boolean isHelp(ParseResult root) {
    return root.isUsageHelpRequested()
        || root.isVersionHelpRequested()
        || (root.hasSubcommand() && root.subcommand().isUsageHelpRequested());
  }

  private static boolean isOn(ParseResult root, ParseResult parsed, String flag) {
    return Options.isOn(root, flag) || Options.isOn(parsed, flag);
  }

  private int version() throws IOException {
    String version = Version.ofThisBuild();
    if (voice.isJson()) {
      voice.event(Json.event("version").with("version", version));
    } else {
      voice.print("switchboard " + version + " on Java " + Runtime.version() + "\n");
    }
    return Status.DONE;
  }

  private int help(CommandLine about, boolean plain) throws IOException {
    boolean colour = !plain && around.isColourful(1);
    voice.print(about.getUsageMessage(colour ? Ansi.ON : Ansi.OFF));
    return Status.DONE;
  }

  private int fail(int status, String sentence) {
    voice.say("switchboard: " + sentence);
    voice.event(Json.event("error").with("status", status).with("message", sentence));
    return status;
  }
}
