package switchboard.cli.transfer;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import switchboard.cli.command.CommonOptions;
import switchboard.cli.command.UsageException;
import switchboard.cli.serving.ServerOptions;
import switchboard.transfer.InboxLimits;

/**
 * The options of {@code receive} and {@code up} that limit the number, size and rate of the files
 * that they accept.
 */
public final class InboxOptions {
  private static final InboxLimits DEFAULTS = InboxLimits.standard();
  private static final String MAX_SIZE = "--max-size";
  private static final String MAX_FILES = "--max-files";
  private static final String UPLOADS = "--uploads-per-address";
  private static final String SHARE = "--disk-share";
  private static final String MIN_RATE = "--min-rate";
  private static final int PERCENT_MAX = 100;

  private InboxOptions() {}

  /** Adds the options of this class to {@code command}. */
  public static void add(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(MAX_SIZE)
            .arity("1")
            .paramLabel("BYTES")
            .type(Long.class)
            .converters(CommonOptions::bytes)
            .description(
                "Reject files larger than BYTES, such as 500M; default: only the free disk space is a limit.")
            .build());
    command.addOption(
        ServerOptions.number(
            MAX_FILES,
            "Reject further files if the directory contains N files; default: "
                + DEFAULTS.filesMax()
                + "."));
    command.addOption(
        ServerOptions.number(
            UPLOADS,
            "Receive from at most N senders per IP address at the same time; default: "
                + DEFAULTS.uploadsPerAddressMax()
                + "."));
    command.addOption(
        OptionSpec.builder(SHARE)
            .arity("1")
            .paramLabel("PERCENT")
            .type(Integer.class)
            .converters(InboxOptions::percent)
            .description(
                "Let the files from one IP address use at most PERCENT of the free disk space; default: "
                    + DEFAULTS.diskSharePercent()
                    + ".")
            .build());
    command.addOption(
        OptionSpec.builder(MIN_RATE)
            .arity("1")
            .paramLabel("BYTES")
            .type(Long.class)
            .converters(InboxOptions::rate)
            .description(
                "Abort uploads slower than BYTES per second over "
                    + InboxLimits.RATE_WINDOW.toSeconds()
                    + " seconds; 0 = no limit; default: "
                    + DEFAULTS.bytesPerSecondMin()
                    + ".")
            .build());
  }

  /** Returns the standard limits, except those that the command line sets to other values. */
  public static InboxLimits limits(ParseResult parsed) {
    int uploads = ServerOptions.value(parsed, UPLOADS, DEFAULTS.uploadsPerAddressMax());
    return DEFAULTS
        .fileBytes(parsed.matchedOptionValue(MAX_SIZE, DEFAULTS.fileBytesMax()))
        .files(ServerOptions.value(parsed, MAX_FILES, DEFAULTS.filesMax()))
        .uploads(Math.max(uploads, DEFAULTS.uploadsMax()), uploads)
        .diskShare(ServerOptions.value(parsed, SHARE, DEFAULTS.diskSharePercent()))
        .slowest(parsed.matchedOptionValue(MIN_RATE, DEFAULTS.bytesPerSecondMin()));
  }

  /**
   * Checks that none of the options of this class was given. A command calls this method if it was
   * given no directory for files.
   *
   * @param missing the option that the options of this class require, such as {@code --data DIR}
   * @throws UsageException if an option of this class was given
   */
  public static void requireNone(ParseResult parsed, String missing) {
    for (String option : new String[] {MAX_SIZE, MAX_FILES, UPLOADS, SHARE, MIN_RATE}) {
      if (parsed.hasMatchedOption(option)) {
        throw new UsageException("option " + option + " requires " + missing);
      }
    }
  }

  private static Integer percent(String typed) {
    try {
      int percent = Integer.parseInt(typed);
      if (percent >= 1 && percent <= PERCENT_MAX) {
        return percent;
      }
    } catch (NumberFormatException e) {
      // The exception below reports the invalid value.
    }
    throw new TypeConversionException("'" + typed + "' is not a percentage from 1 to 100");
  }

  private static Long rate(String typed) {
    return typed.equals("0") ? Long.valueOf(0) : CommonOptions.bytes(typed);
  }
}
