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

/** {@code switchboard help [COMMAND]}; the program shows the help that this finds. */
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
            .description("The command to be explained.")
            .build());
    help.usageMessage()
        .description("Explain a command, with examples.")
        .parameterListHeading("%n")
        .footer("", "Example:", "  switchboard help echo");
    return help;
  }

  /** Whose help is asked for. */
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
    throw new IllegalStateException("the program shows help itself");
  }
}
