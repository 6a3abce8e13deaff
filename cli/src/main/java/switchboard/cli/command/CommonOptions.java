package switchboard.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.net.Endpoint;
import switchboard.net.EndpointException;
import switchboard.server.Strategy;

/** The options that several commands share, and the parsers of option values. */
public final class CommonOptions {
  /** The value of {@code --strategy} that starts a program for each connection. */
  public static final String PROCESS = "process";

  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * The number of characters of the longest option, {@code --uploads-per-address=N}. The help
   * aligns all descriptions after a column of this width.
   */
  private static final int LONG_OPTIONS_MAX = 24;

  private static final Pattern BYTES =
      Pattern.compile("([0-9]{1,18}(?:[.][0-9]+)?)(?:([kMGT])|([KMGT])i)?B?");

  private CommonOptions() {}

  /**
   * Adds the options that every command has to {@code command}, and sets the layout of its help.
   * Returns {@code command}.
   */
  public static CommandSpec common(CommandSpec command) {
    command.parser().collectErrors(true); // UsageErrors chooses one of the errors
    command
        .usageMessage()
        .sortOptions(false)
        .longOptionsMaxWidth(LONG_OPTIONS_MAX)
        .parameterListHeading("%n")
        .optionListHeading("%n");
    return command
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build())
        .addOption(flag("--json", "Print events as JSON, one per line, instead of text."))
        .addOption(flag("--verbose", "Print more diagnostics on standard error."))
        .addOption(
            OptionSpec.builder("--engine")
                .arity("1")
                .paramLabel("NAME")
                .type(String.class)
                .description("Use the socket engine NAME; 'switchboard engines' lists the engines.")
                .build())
        .addOption(
            flag(
                "--no-color",
                "Print no colours. The environment variables NO_COLOR and TERM=dumb do the same."));
  }

  /**
   * Returns the value of {@code --engine}, or null if the option was not given. {@link
   * Environment#overEngine}, and not this method, checks that an engine with this name exists.
   */
  static @Nullable public String engine(ParseResult root, ParseResult parsed) {
    return parsed.matchedOptionValue("--engine", root.matchedOptionValue("--engine", null));
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  /**
   * Returns the option {@code --listen}, which accepts one or more endpoints and may be given more
   * than once.
   */
  public static OptionSpec listen(String description) {
    return OptionSpec.builder("--listen")
        .paramLabel("ENDPOINT")
        .arity("1..*")
        .type(List.class)
        .auxiliaryTypes(Endpoint.class)
        .converters(CommonOptions::endpoint)
        .description(description)
        .build();
  }

  /**
   * Parses a path from the command line.
   *
   * @throws TypeConversionException if {@code typed} is not a valid path, or is a relative path and
   *     the working directory has been deleted
   */
  public static Path path(String typed) {
    try {
      return WorkingDirectory.path(typed);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + typed + "' is not a path: " + e.getReason());
    } catch (UsageException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * Parses an endpoint from the command line.
   *
   * @throws TypeConversionException if {@code typed} is not an endpoint, or is a Unix socket with a
   *     relative path and the working directory has been deleted
   */
  public static Endpoint endpoint(String typed) {
    try {
      Endpoint endpoint = Endpoint.parse(typed);
      String path = endpoint.path();
      if (endpoint.scheme().startsWith("unix") && !path.startsWith("@")) {
        WorkingDirectory.path(path);
      }
      return endpoint;
    } catch (EndpointException | UsageException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  /**
   * Returns {@code typed} if it is the display name of a {@link Strategy} or {@link #PROCESS}.
   *
   * @throws TypeConversionException if {@code typed} is neither
   */
  public static String strategy(String typed) {
    var known =
        Stream.concat(
                Arrays.stream(Strategy.values()).map(Strategy::displayName), Stream.of(PROCESS))
            .toList();
    if (known.contains(typed)) {
      return typed;
    }
    throw new TypeConversionException(
        "unknown strategy '"
            + typed
            + "'; available: "
            + String.join(", ", known)
            + Suggestion.sentence(typed, known));
  }

  /**
   * Parses a positive number of seconds, with or without a decimal fraction.
   *
   * @throws TypeConversionException if {@code typed} is not a positive number
   */
  public static Duration seconds(String typed) {
    try {
      double seconds = Double.parseDouble(typed);
      if (seconds > 0 && seconds <= Integer.MAX_VALUE) {
        return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
      }
    } catch (NumberFormatException e) {
      // The exception below reports the invalid value.
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a number of seconds, such as 2 or 0.5");
  }

  /**
   * Parses a positive integer.
   *
   * @throws TypeConversionException if {@code typed} is not a positive integer
   */
  public static Integer count(String typed) {
    try {
      int count = Integer.parseInt(typed);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The exception below reports the invalid value.
    }
    throw new TypeConversionException("'" + typed + "' is not a positive integer");
  }

  /**
   * Parses zero or a positive integer.
   *
   * @throws TypeConversionException if {@code typed} is neither zero nor a positive integer
   */
  public static Integer countOrZero(String typed) {
    try {
      int count = Integer.parseInt(typed);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The exception below reports the invalid value.
    }
    throw new TypeConversionException("'" + typed + "' is not 0 or a positive integer");
  }

  /**
   * Parses a number of bytes, such as 500, 20k or 1.5G in powers of 1,000, or 4KiB in powers of
   * 1,024.
   *
   * @throws TypeConversionException if {@code typed} is not a number of bytes, or is less than one
   *     byte
   */
  public static Long bytes(String typed) {
    var matcher = BYTES.matcher(typed);
    if (matcher.matches()) {
      double bytes =
          Double.parseDouble(matcher.group(1))
              * power(1000, "kMGT", matcher.group(2))
              * power(1024, "KMGT", matcher.group(3));
      if (bytes >= 1 && bytes < Long.MAX_VALUE) {
        return Math.round(bytes);
      }
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a number of bytes; write for example 5000000, 5M or 1.5GiB");
  }

  private static double power(int base, String units, @Nullable String unit) {
    return unit == null ? 1 : Math.pow(base, units.indexOf(unit) + 1.0);
  }

  /** Returns whether {@code flag}, such as {@code --json}, was given. */
  public static boolean isOn(ParseResult parsed, String flag) {
    return parsed.matchedOptionValue(flag, false);
  }

  /** Returns the name of an option as typed, or the label of a positional parameter. */
  public static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
