package switchboard.cli.serving;

import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import switchboard.cli.command.CommonOptions;
import switchboard.net.Option;
import switchboard.net.Options;
import switchboard.server.Limits;

/**
 * The options that set the limits of a server. All commands that serve connections have these
 * options.
 */
public final class ServerOptions {
  /** The option that limits the number of concurrent connections. */
  public static final String MAX_CONNECTIONS = "--max-connections";

  /** The option that limits the number of concurrent connections from one IP address. */
  public static final String PER_ADDRESS = "--per-address";

  /** The option that sets the time after which a connection without traffic is closed. */
  public static final String IDLE = "--idle-timeout";

  /**
   * The option that limits the number of connections that wait in the kernel until they are
   * accepted.
   */
  public static final String BACKLOG = "--backlog";

  private ServerOptions() {}

  /**
   * Adds all options of this class except {@link #IDLE} to {@code command}.
   *
   * @param defaults the values that the help shows as defaults
   */
  public static void add(CommandSpec command, Limits defaults) {
    boolean waits = defaults.overload() == Limits.Overload.BACKPRESSURE;
    command.addOption(
        number(
            MAX_CONNECTIONS,
            "Serve at most N connections at the same time; further connections "
                + (waits ? "wait" : "are rejected")
                + "; default: "
                + defaults.connectionsMax()
                + "."));
    command.addOption(
        number(
            PER_ADDRESS,
            "Serve at most N connections from each IP address at the same time; further connections are rejected; default: "
                + (defaults.perAddressMax() == Integer.MAX_VALUE
                    ? "no limit"
                    : defaults.perAddressMax())
                + "."));
    command.addOption(
        number(
            BACKLOG,
            "Let at most N connections wait in the kernel until they are accepted; default: 1024, or net.core.somaxconn if it is lower."));
  }

  /**
   * Adds the option {@link #IDLE} to {@code command}.
   *
   * @param defaultTime the default that the help shows, such as {@code 30} or {@code never}
   */
  public static void addIdle(CommandSpec command, String defaultTime) {
    command.addOption(
        OptionSpec.builder(IDLE)
            .arity("1")
            .paramLabel("SECONDS")
            .type(Duration.class)
            .converters(CommonOptions::seconds)
            .description(
                "Close connections without traffic for SECONDS; default: " + defaultTime + ".")
            .build());
  }

  /** Returns the specification of an option whose value is a positive integer. */
  public static OptionSpec number(String name, String description) {
    return OptionSpec.builder(name)
        .arity("1")
        .paramLabel("N")
        .type(Integer.class)
        .converters(CommonOptions::count)
        .description(description)
        .build();
  }

  /**
   * Returns a copy of {@code defaults} in which the limits that were given on the command line
   * replace the default limits.
   */
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

  /**
   * Returns the socket options for the listeners of the server: the backlog if {@link #BACKLOG} was
   * given, otherwise none.
   */
  public static Options socketOptions(ParseResult parsed) {
    int backlog = value(parsed, BACKLOG, 0);
    return backlog == 0 ? Options.none() : Options.of(Option.BACKLOG, backlog);
  }

  /**
   * Returns the integer value of option {@code name}, or {@code defaultValue} if the option was not
   * given.
   */
  public static int value(ParseResult parsed, String name, int defaultValue) {
    return parsed.matchedOptionValue(name, defaultValue);
  }
}
