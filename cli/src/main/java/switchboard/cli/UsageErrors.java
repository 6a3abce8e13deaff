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

/** Says in one sentence which part of a command line is wrong, and what would be right. */
final class UsageErrors {
  private UsageErrors() {}

  /** The most telling mistake of a command line: an unknown word spoils what comes after it. */
  static Optional<String> find(ParseResult root) {
    return Stream.iterate(root, Objects::nonNull, ParseResult::subcommand)
        .flatMap(parsed -> parsed.errors().stream())
        .filter(ParameterException.class::isInstance)
        .map(ParameterException.class::cast)
        .min(Comparator.comparingInt(UsageErrors::rank))
        .map(UsageErrors::sentence);
  }

  private static int rank(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return isOption(unmatched.getUnmatched().getFirst()) ? 0 : 2;
    }
    return 1;
  }

  private static boolean isOption(String word) {
    return word.startsWith("-") && word.length() > 1;
  }

  static String sentence(ParameterException mistake) {
    CommandSpec command = mistake.getCommandLine().getCommandSpec();
    String what =
        switch (mistake) {
          case UnmatchedArgumentException unmatched -> unmatched(unmatched, command);
          case MissingParameterException missing -> missing(missing);
          case OverwrittenOptionException twice ->
              "option " + CommonOptions.name(twice.getOverwritten()) + " given more than once";
          default -> invalid(mistake);
        };
    return what + " (see '" + help(command) + "')";
  }

  private static String help(CommandSpec command) {
    return command.parent() == null ? "switchboard --help" : "switchboard help " + command.name();
  }

  private static String unmatched(UnmatchedArgumentException mistake, CommandSpec command) {
    String word = mistake.getUnmatched().getFirst();
    if (isOption(word)) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      var known = List.copyOf(command.optionsMap().keySet());
      boolean text = command.name().equals("echo") && !name.startsWith("--");
      return "unknown option '"
          + name
          + "'"
          + Suggestion.sentence(name, known)
          + (text ? "; put -- before a text that begins with -" : "");
    }
    if (command.parent() == null) {
      return noCommand(word, mistake.getCommandLine());
    }
    return "unexpected argument '" + word + "'" + meant(word, command);
  }

  private static String meant(String word, CommandSpec command) {
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

  private static String missing(MissingParameterException mistake) {
    var argument = mistake.getMissing().getFirst();
    return argument.isOption()
        ? "option " + CommonOptions.name(argument) + " requires " + argument.paramLabel()
        : mistake.getCommandLine().getCommandName() + " requires " + argument.paramLabel();
  }

  /** A value that its converter refuses: its sentence is enough, behind the name of the option. */
  private static String invalid(ParameterException mistake) {
    var argument = mistake.getArgSpec();
    Throwable cause = mistake.getCause();
    if (argument == null) {
      return Objects.requireNonNullElse(mistake.getMessage(), "the command line makes no sense");
    }
    if (cause instanceof CommandLine.TypeConversionException) {
      return CommonOptions.name(argument) + ": " + cause.getMessage();
    }
    String message = String.valueOf(mistake.getMessage());
    return message;
  }
}
