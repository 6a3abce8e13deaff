package switchboard.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.Suggestion;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;

/** Turns the parse errors of a command line into one message with a hint. */
final class UsageErrors {
  private UsageErrors() {}

  /**
   * Returns the message for the most specific parse error, or empty if there is no error. An
   * unknown option is the most specific error, because after an unknown option the parser also
   * misreads the arguments that follow.
   */
  static Optional<String> find(ParseResult root) {
    return Stream.iterate(root, Objects::nonNull, ParseResult::subcommand)
        .flatMap(parsed -> parsed.errors().stream())
        .filter(ParameterException.class::isInstance)
        .map(ParameterException.class::cast)
        .min(Comparator.comparingInt(UsageErrors::rank))
        .map(UsageErrors::sentence);
  }

  private static int rank(ParameterException error) {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return isOption(unmatched.getUnmatched().getFirst()) ? 0 : 2;
    }
    return 1;
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  static String sentence(ParameterException error) {
    CommandSpec command = error.getCommandLine().getCommandSpec();
    String what =
        switch (error) {
          case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
          case MissingParameterException missing -> missing(missing);
          case OverwrittenOptionException twice ->
              "option " + CommonOptions.name(twice.getOverwritten()) + " given more than once";
          default -> invalid(error);
        };
    return what + " (see '" + help(command) + "')";
  }

  private static String help(CommandSpec command) {
    return command.parent() == null ? "switchboard --help" : "switchboard help " + command.name();
  }

  private static String unmatched(UnmatchedArgumentException error, CommandSpec command) {
    String word = error.getUnmatched().getFirst();
    if (isOption(word)) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      var known = List.copyOf(command.optionsMap().keySet());
      boolean text = command.name().equals("echo") && !name.startsWith("--");
      return "unknown option '"
          + name
          + "'"
          + Suggestion.sentence(name, known)
          + (text ? "; write -- before a text that begins with -" : "");
    }
    if (command.parent() == null) {
      return noCommand(word, error.getCommandLine());
    }
    return "unexpected argument '" + word + "'" + hint(word, command);
  }

  private static String hint(String word, CommandSpec command) {
    if (command.name().equals("dissect")) {
      return "; a capture is read from standard input, so write < " + word;
    }
    return command.findOption("--listen") != null && isEndpoint(word)
        ? "; to listen there, write --listen " + word
        : "";
  }

  private static boolean isEndpoint(String word) {
    try {
      Endpoint.parse(word);
      return true;
    } catch (EndpointException e) {
      return false;
    }
  }

  static String noCommand(String word, CommandLine root) {
    var known = root.getSubcommands().keySet();
    String meant = Suggestion.sentence(word, known);
    return "unknown command '"
        + word
        + "'"
        + (meant.isEmpty() ? "; available: " + String.join(", ", known) : meant);
  }

  private static String missing(MissingParameterException error) {
    var argument = error.getMissing().getFirst();
    return argument.isOption()
        ? "option " + CommonOptions.name(argument) + " requires " + argument.paramLabel()
        : error.getCommandLine().getCommandName() + " requires " + argument.paramLabel();
  }

  /**
   * Returns the message for an invalid value of an option or argument: its name, then the reason.
   */
  private static String invalid(ParameterException error) {
    var argument = error.getArgSpec();
    Throwable cause = error.getCause();
    if (argument == null) {
      return Objects.requireNonNullElse(error.getMessage(), "invalid command line");
    }
    if (cause instanceof CommandLine.TypeConversionException) {
      return CommonOptions.name(argument) + ": " + cause.getMessage();
    }
    return String.valueOf(error.getMessage());
  }
}
