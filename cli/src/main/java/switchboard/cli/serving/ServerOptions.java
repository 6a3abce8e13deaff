package switchboard.cli.serving;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.CommonOptions;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.server.Limits;

/** The options by which operators limit a server; all commands that serve connections have them. */
public final class ServerOptions {
  public static final String MAX_CONNECTIONS = "--max-connections";
  public static final String PER_ADDRESS = "--per-address";
  public static final String IDLE = "--idle-timeout";
  public static final String BACKLOG = "--backlog";

  private ServerOptions() {}

  /**
   * Adds all of them but {@link #IDLE}.
   *
   * @param defaults shown in the help
   */
  public static void add(CommandSpec command, Limits defaults) {
    boolean waits = defaults.overload() == Limits.Overload.BACKPRESSURE;
    command.addOption(
        number(
            MAX_CONNECTIONS,
            "Serve up to N connections at once; further ones "
                + (waits ? "wait" : "are rejected")
                + "; default: "
                + defaults.connectionsMax()
                + "."));
    command.addOption(
        number(
            PER_ADDRESS,
            "Serve up to N connections of one IP address at once, reject others; default: "
                + (defaults.perAddressMax() == Integer.MAX_VALUE
                    ? "no limit"
                    : defaults.perAddressMax())
                + "."));
    command.addOption(
        number(
            BACKLOG,
            "Let N connections wait in the kernel to be accepted; default: 1024. The system may allow fewer (net.core.somaxconn)."));
  }

  /** Adds {@link #IDLE}. */
  public static void addIdle(CommandSpec command, String defaultTime) {
    command.addOption(
        OptionSpec.builder(IDLE)
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .description(
                "Close connections on which nothing has moved for SECONDS; default: "
                    + defaultTime
                    + ".")
            .build());
  }

  /** An option that takes a number from 1 up. */
  public static OptionSpec number(String name, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel("N")
        .type(Integer.class)
        .converters(CommonOptions::count)
        .description(description)
        .build();
  }

  /** {@code defaults} with what was asked for. */
  public static Limits limits(ParseResult parsed, Limits defaults) {
    int connections = value(parsed, MAX_CONNECTIONS, defaults.connectionsMax());
    int perAddress = value(parsed, PER_ADDRESS, defaults.perAddressMax());
    boolean hasIdle = parsed.commandSpec().findOption(IDLE) != null;
    return defaults
        .connections(connections, defaults.overload())
        .perAddress(perAddress)
        .idleTimeout(
            hasIdle
                ? parsed.matchedOptionValue(IDLE, defaults.idleTimeout())
                : defaults.idleTimeout());
  }

  /** The backlog, if one was asked for, as an option of the listeners. */
  public static Options socketOptions(ParseResult parsed) {
    int backlog = value(parsed, BACKLOG, 0);
    return backlog == 0 ? Options.none() : Options.of(Option.BACKLOG, backlog);
  }

  public static int value(ParseResult parsed, String name, int defaultValue) {
    return parsed.matchedOptionValue(name, defaultValue);
  }
}
