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
 * The way from the library to {@link System.Logger}: no call of this class blocks or throws,
 * whatever the logger does. Lines are handed to one daemon thread of the process over a bounded
 * queue; when the logger is too slow, or stands still, they are dropped and counted, and the count
 * is logged when the logger takes lines again.
 *
 * <p>Lines of one kind are limited: ten at once, then one a second on the ticker; how many were
 * left out is said afterwards. A kind is a template, so templates must be constants.
 *
 * <p>Whatever a line says is escaped as {@link TerminalText} does, the messages of exceptions
 * included, since much of it comes from peers. Any thread.
 *
 * <p>{@code log.write(Level.DEBUG, "#{} {} was lost: {}", call.id(), remote, e.getMessage())}
 */
public final class Log {
  /** How long a program that ends waits for its log, which a busy machine writes slowly. */
  public static final Duration FLUSH_MAX = Duration.ofSeconds(1);

  private static final int TEXT_MAX = 2000;
  private static final String MORE = "; {} more of these";

  /** Here already, so that it needs no memory when there is none. */
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

  /** The log of that name, limited on the system's clock. */
  public static Log named(String name) {
    return new Log(name, Ticker.system(), LogThrottle.LINES_AT_ONCE);
  }

  /** The same log with limits of its own, on another clock. */
  public static Log named(String name, Ticker ticker) {
    return new Log(name, ticker, LogThrottle.LINES_AT_ONCE);
  }

  /** The same logger with limits of its own, on its clock, and more lines of a kind at once. */
  public static Log named(String name, int linesAtOnce) {
    return new Log(name, Ticker.system(), linesAtOnce);
  }

  /**
   * Has the logger open what it needs, on the log's own thread: the JDK's reads its configuration
   * and the table of time zones when it first has something to log, and without a file descriptor
   * it would stay silent when that is what there is to log.
   */
  public void open() {
    queue.add(() -> {
      if (logger.isLoggable(Level.WARNING)) {
        logger.log(Level.DEBUG, filled("open since {}", ZonedDateTime.now(ZoneId.systemDefault())));
      }
    });
  }

  /** Whether lines of this level are wanted. Asks the logger, on the calling thread. */
  public boolean isWanted(Level level) {
    try {
      return logger.isLoggable(level);
    } catch (RuntimeException | Error broken) {
      return true; // it is found out on the log's own thread, and counted
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

  /** Logs a line with an exception, whose stack trace the logger shows where it shows any. */
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
      queue.countDropped(); // an argument that can't be shown, or no memory for a line
    }
  }

  /**
   * Logs how many lines were left out, for the kinds of which there were none in the last second.
   *
   * @return whether there are others
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
   * Logs at once how many lines were left out, and waits for the logger to take all that was
   * written, for {@link #FLUSH_MAX} at most: for a server that ends.
   */
  public void finish() {
    queue.add(() -> tellLeftOut(true));
    boolean _ = flush(FLUSH_MAX);
  }

  /**
   * Waits until the loggers have taken all that was written before, by any thread to any log.
   *
   * @param limit of real time
   * @return false when they have not by then
   */
  public static boolean flush(Duration limit) {
    return LogQueue.PROCESS.flush(limit);
  }

  /** A template with its arguments filled in, as it may be shown, and no longer than is useful. */
  static String filled(String template, @Nullable Object... arguments) {
    var text = new StringBuilder();
    int from = 0;
    for (Object argument : arguments) {
      int hole = template.indexOf("{}", from);
      if (hole < 0) {
        break;
      }
      text.append(template, from, hole).append(argument);
      from = hole + 2;
    }
    return shown(text.append(template, from, template.length()).toString());
  }

  /** Escaped, and cut where nobody reads on. */
  static String shown(String text) {
    return TerminalText.escape(text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text);
  }

  /** One line on its way to its logger. */
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
