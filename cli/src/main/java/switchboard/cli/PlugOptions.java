package switchboard.cli;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.relay.Habits;

/** What {@code connect} and {@code listen} have in common on the command line. */
final class PlugOptions {
  static final String WAIT = "--wait";
  static final String IDLE = "--idle";
  static final String NO_HALF_CLOSE = "--no-half-close";

  private PlugOptions() {}

  static OptionSpec seconds(String name, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel("SECONDS")
        .type(Duration.class)
        .converters(Options::seconds)
        .description(description)
        .build();
  }

  static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  static void add(CommandSpec command) {
    command.addOption(
        flag(NO_HALF_CLOSE, "Do not tell the peer when standard input ends; end when he does."));
    command.addOption(
        seconds(
            WAIT,
            "Once the peer has ended, how long to wait for silent input (at a terminal not at all); over UDP, once the input has, for the peer. Usually 1."));
    command.addOption(seconds(IDLE, "Give up when nothing moves for so long; usually never."));
  }

  static Habits habits(ParseResult parsed, Surroundings around, Voice voice) {
    var habits =
        Habits.standard()
            .patience(patience(parsed, around))
            .idleAfter(parsed.matchedOptionValue(IDLE, Duration.ZERO));
    if (Options.isOn(parsed, NO_HALF_CLOSE)) {
      habits = habits.withoutHalfClose();
    }
    return voice.isJson() ? habits.quietly() : habits;
  }

  /** Somebody at a terminal should not have to press Enter to find that the peer has gone. */
  private static Duration patience(ParseResult parsed, Surroundings around) {
    Duration usual = Habits.standard().patience();
    return parsed.matchedOptionValue(WAIT, around.isTerminal(0) ? Duration.ZERO : usual);
  }
}
