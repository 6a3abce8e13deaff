package switchboard.cli.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A progress line at the bottom of a terminal. The line shows a bar, the amount, the rate and the
 * time left; parts for which the terminal is too narrow are omitted. Prints nothing unless standard
 * error is a terminal that supports escape sequences. Thread-safe. Must be closed before anything
 * else is printed.
 */
public final class Progress implements AutoCloseable {
  private static final long REFRESH_NANOS = 100_000_000;
  private static final int BAR_CELLS = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final StatusLine line; // guarded by this
  private final Unit unit;
  private final long startNanos = System.nanoTime();
  private long shownNanos = startNanos; // guarded by this

  /** The unit of the amounts. */
  public enum Unit {
    /** Bytes, with decimal prefixes such as kB. */
    BYTES,
    /** A number without a unit, such as a number of ports. */
    COUNT
  }

  /**
   * Creates a progress line. It is shown only if standard error is a terminal, and not with {@code
   * --json}.
   */
  public Progress(Environment environment, Console console, Unit unit) {
    this.line = new StatusLine(environment, console);
    this.unit = unit;
  }

  /**
   * Updates the line, at most ten times a second.
   *
   * @param what a label of one or two words, without control characters
   * @param done the amount that has been processed so far
   * @param total the total amount; 0 = unknown
   */
  public synchronized void tell(String what, long done, long total) {
    long now = System.nanoTime();
    if (!line.isShown() || now - shownNanos < REFRESH_NANOS) {
      return;
    }
    shownNanos = now;
    line.show(forms(what, done, total, Duration.ofNanos(now - startNanos)));
  }

  /**
   * Returns several forms of the line, from the longest to the shortest, without escape sequences.
   */
  List<String> forms(String what, long done, long total, Duration elapsed) {
    double seconds = Math.max(elapsed.toNanos(), 1) / NANOS_PER_SECOND;
    double rate = done / seconds;
    String amount = amount(done) + (total > 0 ? " of " + amount(total) : "");
    String speed = amount(Math.round(rate)) + "/s";
    if (total <= 0) {
      return List.of(
          what + "  " + amount + "  " + speed, amount + "  " + speed, amount); // fits any width
    }
    double share = Math.min(1, (double) done / total);
    int full = (int) (share * BAR_CELLS);
    String bar = "█".repeat(full) + "░".repeat(BAR_CELLS - full);
    String left = rate > 0 && done < total ? "  " + time((total - done) / rate) + " left" : "";
    String percent = "%3d %%".formatted((int) (share * 100));
    return List.of(
        what + "  " + bar + " " + percent + "  " + amount + "  " + speed + left,
        what + "  " + percent + "  " + amount + "  " + speed + left,
        what + "  " + percent + left,
        percent.strip() + left,
        percent.strip());
  }

  private String amount(long count) {
    return unit == Unit.BYTES ? bytes(count) : Long.toString(count);
  }

  /** Formats a number of bytes, such as 999 B, 1.2 kB or 34.5 MB. */
  public static String bytes(long count) {
    if (count < 1000) {
      return count + " B";
    }
    double value = count;
    int power = -1;
    while (value >= 999.95) {
      value /= 1000;
      power++;
    }
    return String.format(Locale.ROOT, "%.1f %sB", value, "kMGTPE".charAt(power));
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60
        ? whole + " s"
        : whole < 3600
            ? "%d:%02d min".formatted(whole / 60, whole % 60)
            : "%d:%02d h".formatted(whole / 3600, whole / 60 % 60);
  }

  /** Removes the progress line from the screen. */
  @Override
  public synchronized void close() {
    line.erase();
  }
}
