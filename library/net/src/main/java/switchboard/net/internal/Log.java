package switchboard.net.internal;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import switchboard.net.Ticker;

/**
 * Writes log lines to a {@link System.Logger}. Unless its description says otherwise, a method
 * neither blocks nor throws an exception, even if the logger does. Lines go through a bounded queue
 * to one daemon thread of the process, which calls the logger. If the logger is too slow or blocks,
 * lines are dropped and counted. The number of dropped lines is logged when the logger accepts
 * lines again.
 *
 * <p>The rate of lines is limited for each template: ten lines in one burst, and then one line per
 * second, measured with the ticker. Lines above this rate are omitted, and their number is logged
 * when the rate falls. Templates must be constants, because this class stores a limit for each
 * template.
 *
 * <p>Lines and the messages of exceptions are escaped with {@link TerminalText}, because much of
 * their text comes from peers. Safe for use by multiple threads.
 *
 * <p>{@code log.write(Level.DEBUG, "#{} {} was lost: {}", call.id(), remote, e.getMessage())}
 */
public final class Log {
  /** The maximum time for which a program waits at exit until its log is written. */
  public static final Duration FLUSH_MAX = Duration.ofSeconds(1);

  private static final int TEXT_MAX = 2000;
  private static final String MORE = "; {} more of these";

  /** Initialized here, so that logging an OutOfMemoryError does not have to load the class. */
  private final LogQueue queue = LogQueue.PROCESS;

  private final System.Logger logger;
  private final Ticker ticker;
  private final Map<String, LogThrottle> kinds = new ConcurrentHashMap<>();
  private final int linesAtOnce;

  private Log(String name, Ticker ticker, int linesAtOnce) {
    this.logger = System.getLogger(name);
    this.ticker = ticker;
    this.linesAtOnce = linesAtOnce;
  }

  /** Returns a log with the given name. The rate limit uses the system clock. */
  public static Log named(String name) {
    return new Log(name, Ticker.system(), LogThrottle.LINES_AT_ONCE);
  }

  /** Returns a log with the given name. The rate limit uses {@code ticker}. */
  public static Log named(String name, Ticker ticker) {
    return new Log(name, ticker, LogThrottle.LINES_AT_ONCE);
  }

  /**
   * Returns a log with the given name that permits {@code linesAtOnce} lines of a template in one
   * burst.
   */
  public static Log named(String name, int linesAtOnce) {
    return new Log(name, Ticker.system(), linesAtOnce);
  }

  /**
   * Makes the logger open its files now, on the thread of the log queue. Otherwise the logger of
   * the JDK reads its configuration and the time zones when it logs for the first time. If no file
   * descriptor were free at that time, the logger could not even log this error.
   */
  public void open() {
    queue.add(() -> {
      if (logger.isLoggable(Level.WARNING)) {
        logger.log(
            Level.DEBUG, filled("log opened at {}", ZonedDateTime.now(ZoneId.systemDefault())));
      }
    });
  }

  /** Returns whether lines of the given level are logged. Asks the logger on the calling thread. */
  public boolean isWanted(Level level) {
    try {
      return logger.isLoggable(level);
    } catch (RuntimeException | Error broken) {
      return true; // the logger fails again on the thread of the queue, which counts failures
    }
  }

  /**
   * Logs a line.
   *
   * @param template a constant; each {@code {}} in it is replaced by the next argument
   */
  public void write(Level level, String template, @Nullable Object... arguments) {
    hand(level, null, template, arguments);
  }

  /** Logs a line with an exception. The logger decides whether to print the stack trace. */
  public void write(Level level, Throwable thrown, String template, @Nullable Object... arguments) {
    hand(level, thrown, template, arguments);
  }

  private void hand(
      Level level, @Nullable Throwable thrown, String template, @Nullable Object[] arguments) {
    try {
      if (!isWanted(level)) {
        return;
      }
      LogThrottle kind = kinds.computeIfAbsent(template, _ -> new LogThrottle(level, linesAtOnce));
      long leftOut = kind.admit(ticker.nanos());
      if (leftOut < 0) {
        queue.tellLater(this);
        return;
      }
      String text = filled(template, arguments) + (leftOut == 0 ? "" : filled(MORE, leftOut));
      queue.add(new Line(logger, level, text, thrown == null ? null : LoggedThrowable.of(thrown)));
    } catch (RuntimeException | Error broken) {
      queue.countDropped(); // toString of an argument has failed, or memory is exhausted
    }
  }

  /**
   * Logs the number of omitted lines of each template, except for templates that had an omitted
   * line within the last second.
   *
   * @param anyway whether to log the numbers of all templates
   * @return whether there are templates whose number must still be logged
   */
  boolean tellLeftOut(boolean anyway) {
    boolean others = false;
    long now = ticker.nanos();
    for (Map.Entry<String, LogThrottle> each : kinds.entrySet()) {
      LogThrottle kind = each.getValue();
      long count = kind.leftOut(now, anyway);
      if (count > 0) {
        logger.log(kind.level(), count + " more of these: " + each.getKey());
      }
      others |= kind.hasLeftOut();
    }
    return others;
  }

  /**
   * Logs the numbers of omitted lines. Blocks until the logger has accepted all lines, but for at
   * most {@link #FLUSH_MAX}. Called by a server when it closes.
   */
  public void finish() {
    queue.add(() -> tellLeftOut(true));
    boolean _ = flush(FLUSH_MAX);
  }

  /**
   * Blocks until the loggers have accepted all lines that were written to any log before this call.
   *
   * @param limit the longest time to block, on the system's clock
   * @return false if {@code limit} has passed first
   */
  public static boolean flush(Duration limit) {
    return LogQueue.PROCESS.flush(limit);
  }

  /**
   * Returns the template with its arguments filled in. The resulting text is escaped and truncated.
   */
  static String filled(String template, @Nullable Object... arguments) {
    var text = new StringBuilder();
    int from = 0;
    for (Object argument : arguments) {
      int placeholder = template.indexOf("{}", from);
      if (placeholder < 0) {
        break;
      }
      text.append(template, from, placeholder).append(argument);
      from = placeholder + 2;
    }
    return shown(text.append(template, from, template.length()).toString());
  }

  /** Returns a copy of a text that is truncated to 2,000 characters and escaped. */
  static String shown(String text) {
    return TerminalText.escape(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text);
  }

  /** One line in the queue. */
  private record Line(System.Logger logger, Level level, String text, @Nullable Throwable thrown)
      implements Runnable {
    @Override
    public void run() {
      if (thrown == null) {
        logger.log(level, text);
      } else {
        logger.log(level, text, thrown);
      }
    }
  }
}
