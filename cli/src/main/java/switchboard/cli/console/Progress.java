package switchboard.cli.console;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A line at the bottom of a terminal that says how far something is: bar, amount, rate and time
 * left, as much as the terminal is wide enough for. Nothing at all where standard error is no
 * terminal that understands escape sequences. Any thread; close it before saying anything else.
 */
public final class Progress implements AutoCloseable {
  private static final long REFRESH_NANOS = 100_000_000;
  private static final int BAR_CELLS = 20;
  private static final double NANOS_PER_SECOND = 1e9;

  private final StatusLine line; // guarded by this
  private final Unit unit;
  private final long startNanos = System.nanoTime();
  private long saidNanos = startNanos; // guarded by this

  /** What is counted. */
  public enum Unit {
    /** Bytes, in units of 1,000. */
    BYTES,
    /** Things that have a plain number, such as ports. */
    COUNT
  }

  /** Shows itself if standard error is a terminal and no events were asked for. */
  public Progress(Environment environment, Console console, Unit unit) {
    this.line = new StatusLine(environment, console);
    this.unit = unit;
  }

  /**
   * Says how far it is, a few times a second at most.
   *
   * @param what in a word or two, safe to print
   * @param done so many
   * @param total of so many; 0 = nobody knows
   */
  public synchronized void tell(String what, long done, long total) {
    long now = System.nanoTime();
    if (!line.isShown() || now - saidNanos < REFRESH_NANOS) {
      return;
    }
    saidNanos = now;
    line.show(forms(what, done, total, Duration.ofNanos(now - startNanos)));
  }

  /** The line from its longest form to its shortest, without what moves the cursor. */
  List<String> forms(String what, long done, long total, Duration elapsed) {
    double seconds = Math.max(elapsed.toNanos(), 1) / NANOS_PER_SECOND;
    double rate = done / seconds;
    String amount = amount(done) + (total > 0 ? " of " + amount(total) : "");
    String speed = amount(Math.round(rate)) + "/s";
    if (total <= 0) {
      return List.of(
          what + "  " + amount + "  " + speed, amount + "  " + speed, amount); // for any width
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

  /** A number of bytes as people read it: 999 B, 1.2 kB, 34.5 MB. */
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

  /** Takes the line off the screen. */
  @Override
  public synchronized void close() {
    line.erase();
  }
}
