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

/** The options that {@code connect} and {@code listen} share. */
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
    boolean keepsOpen = command.findOption(ListenCommand.KEEP_OPEN) != null;
    command.addOption(
        flag(
            NO_HALF_CLOSE,
            "Do not send EOF to the peer after EOF on standard input. Exit after EOF from the peer."));
    command.addOption(
        flag(
            NO_INPUT,
            "Only receive: do not read standard input, and exit after EOF from the peer."));
    command.addOption(
        seconds(
            WAIT,
            "After EOF from the peer, exit when no standard input has arrived for SECONDS; default: 0 at a terminal, "
                + (keepsOpen ? "1 with --keep-open, " : "")
                + "otherwise send standard input until EOF. Over UDP: after EOF on standard input, wait SECONDS for replies; default: 1."));
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
   * Returns a timeout that applies after EOF from the peer: the command exits when no standard
   * input has arrived for this time. Returns null for no timeout. At a terminal the default is
   * zero, so that the user need not press Enter to end the command. For a pipe or a file the
   * default is null, so that no input is dropped.
   */
  private static @Nullable Duration timeout(ParseResult parsed, Environment environment) {
    if (parsed.hasMatchedOption(WAIT)) {
      return parsed.matchedOptionValue(WAIT, Duration.ZERO);
    }
    return environment.isTerminal(0) ? Duration.ZERO : null;
  }
}
