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

/** The options that several commands have, and how their values are read. */
public final class CommonOptions {
  /** Beside the strategies: a program for each connection. */
  public static final String PROCESS = "process";

  private static final double NANOS_PER_SECOND = 1e9;

  private static final Pattern BYTES =
      Pattern.compile("([0-9]{1,18}(?:[.][0-9]+)?)(?:([kMGT])|([KMGT])i)?B?");

  private CommonOptions() {}

  /** What every command understands. */
  public static CommandSpec common(CommandSpec command) {
    command.parser().collectErrors(true); // the most telling of several is not always the first
    command.usageMessage().sortOptions(false);
    return command
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and end.")
                .build())
        .addOption(flag("--json", "Print events as JSON, one a line, in the place of data."))
        .addOption(flag("--verbose", "Say more of what happens, on standard error."))
        .addOption(
            OptionSpec.builder("--engine")
                .arity("1")
                .paramLabel("NAME")
                .type(String.class)
                .description("What moves the bytes; 'switchboard engines' lists them.")
                .build())
        .addOption(flag("--no-color", "No colour; so do NO_COLOR and TERM=dumb."));
  }

  /** The engine that was asked for, if one was; whether there is such a one tells the opening. */
  static @Nullable public String engine(ParseResult root, ParseResult parsed) {
    return parsed.matchedOptionValue("--engine", root.matchedOptionValue("--engine", null));
  }

  private static OptionSpec flag(String name, String description) {
    return OptionSpec.builder(name).type(boolean.class).description(description).build();
  }

  /** Where a server listens; may stand several times. */
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

  public static Path path(String typed) {
    try {
      return WorkingDirectory.path(typed);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + typed + "' is not a path: " + e.getReason());
    } catch (UsageException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

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

  /** A {@link Strategy}'s word, or the one for a program each, which is none. */
  public static String strategy(String typed) {
    var known =
        Stream.concat(
                Arrays.stream(Strategy.values()).map(Strategy::displayName), Stream.of(PROCESS))
            .toList();
    if (known.contains(typed)) {
      return typed;
    }
    throw new TypeConversionException(
        "'"
            + typed
            + "' is no strategy; there are "
            + String.join(", ", known)
            + Suggestion.sentence(typed, known));
  }

  public static Duration seconds(String typed) {
    try {
      double seconds = Double.parseDouble(typed);
      if (seconds > 0 && seconds <= Integer.MAX_VALUE) {
        return Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND));
      }
    } catch (NumberFormatException e) {
      // The sentence below holds for this too.
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a time; write seconds, such as 2 or 0.5");
  }

  public static Integer count(String typed) {
    try {
      int count = Integer.parseInt(typed);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The sentence below holds for this too.
    }
    throw new TypeConversionException("'" + typed + "' is not a number from 1 up");
  }

  /** A count for which zero means unlimited. */
  public static Integer countOrZero(String typed) {
    try {
      int count = Integer.parseInt(typed);
      if (count >= 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The sentence below holds for this too.
    }
    throw new TypeConversionException("'" + typed + "' is not a number from 0 up");
  }

  /** A number of bytes: 500, 20k, 1.5G; and with powers of 1,024: 4KiB. */
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

  public static boolean isOn(ParseResult parsed, String flag) {
    return parsed.matchedOptionValue(flag, false);
  }

  /** The name of an option as it is typed, or of a positional parameter. */
  public static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
