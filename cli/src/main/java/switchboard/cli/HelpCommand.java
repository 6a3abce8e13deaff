package switchboard.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.Command;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;

/** {@code switchboard help [COMMAND]}: finds the command whose help {@link Program} then prints. */
final class HelpCommand implements Command {
  @Override
  public CommandSpec specification() {
    var help = CommonOptions.common(CommandSpec.create().name("help"));
    help.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("COMMAND")
            .index("0")
            .arity("0..1")
            .hideParamSyntax(true)
            .type(String.class)
            .description("The command whose help is shown; default: an overview of all commands.")
            .build());
    help.usageMessage()
        .customSynopsis("switchboard help [COMMAND]")
        .description("Show the help of a command, with examples.")
        .footer("", "Example:", "  switchboard help echo");
    return help;
  }

  /** Returns the command whose help was requested, or {@code root} if none was named. */
  static CommandLine about(ParseResult parsed, CommandLine root) {
    String name = parsed.matchedPositionalValue(0, "");
    if (name.isEmpty()) {
      return root;
    }
    CommandLine command = root.getSubcommands().get(name);
    if (command == null) {
      throw new UsageException(UsageErrors.noCommand(name, root));
    }
    return command;
  }

  @Override
  public int run(ParseResult parsed, Environment environment, Console console) {
    throw new IllegalStateException("help is printed by Program");
  }
}
