package switchboard.cli.relay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.console.Console;
import switchboard.cli.console.Environment;
import switchboard.relay.RelayOptions;

/** What {@code connect} and {@code listen} have in common on the command line. */
final class RelayArguments {
  static final String WAIT = "--wait";
  static final String IDLE = "--idle-timeout";
  static final String NO_INPUT = "--no-input";
  static final String NO_HALF_CLOSE = "--no-half-close";

  private RelayArguments() {}

  static OptionSpec seconds(String name, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel("SECONDS")
        .type(Duration.class)
        .converters(CommonOptions::seconds)
        .description(description)
        .build();
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  static void add(CommandSpec command) {
    command.addOption(
        flag(
            NO_HALF_CLOSE,
            "Do not send EOF to the peer when standard input ends; end when the peer does."));
    command.addOption(
        flag(NO_INPUT, "Only receive: do not read standard input, and end when the peer does."));
    command.addOption(
        seconds(
            WAIT,
            "After EOF from the peer, end when standard input has been silent for SECONDS. Default: send until standard input ends; 0 at a terminal; 1 with --keep-open. UDP: wait SECONDS for replies after standard input has ended; default: 1."));
    command.addOption(
        seconds(
            IDLE,
            "Close the connection after SECONDS without traffic in either direction; default: never."));
  }

  static RelayOptions options(ParseResult parsed, Environment environment, Console console) {
    var options =
        RelayOptions.standard().idleTimeout(parsed.matchedOptionValue(IDLE, Duration.ZERO));
    if (CommonOptions.isOn(parsed, NO_HALF_CLOSE)) {
      options = options.withoutHalfClose();
    }
    if (CommonOptions.isOn(parsed, NO_INPUT)) {
      options = options.withoutInput();
    }
    Duration timeout = timeout(parsed, environment);
    if (timeout != null) {
      options = options.timeout(timeout);
    }
    return console.isJson() ? options.withQuiet() : options;
  }

  /**
   * Null for as long as the input goes on. Somebody at a terminal should not have to press Enter to
   * find that the peer has gone; nobody else's input is dropped, unless that was asked for.
   */
  private static @Nullable Duration timeout(ParseResult parsed, Environment environment) {
    if (parsed.hasMatchedOption(WAIT)) {
      return parsed.matchedOptionValue(WAIT, Duration.ZERO);
    }
    return environment.isTerminal(0) ? Duration.ZERO : null;
  }
}
