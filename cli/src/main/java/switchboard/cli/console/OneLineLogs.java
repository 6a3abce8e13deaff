package switchboard.cli.console;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * Prints each log message as one line on standard error. Prints warnings and errors; with {@code
 * --verbose} also the messages of this project with level DEBUG and INFO. {@link System#getLogger}
 * finds this class with the service loader. This class replaces java.util.logging, which prints two
 * lines per message and takes 100 ms to load. Thread-safe.
 */
public final class OneLineLogs extends System.LoggerFinder {
  private static volatile @Nullable Console console;

  /** Creates an instance; called by the service loader. */
  public OneLineLogs() {}

  /** Makes all loggers print their messages to {@code speaker}. */
  public static void speakThrough(Console speaker) {
    console = speaker;
  }

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new OneLine(name);
  }

  private record OneLine(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      Console speaker = console;
      boolean all = speaker != null && speaker.isVerbose() && name.startsWith("switchboard");
      int least = (all ? Level.DEBUG : Level.WARNING).getSeverity();
      return level != Level.OFF && level.getSeverity() >= least;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        String reason = thrown == null ? "" : ": " + thrown;
        say(level, (message == null ? "" : message) + reason, thrown);
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      if (isLoggable(level)) {
        boolean plain = format == null || parameters == null || parameters.length == 0;
        say(level, plain ? String.valueOf(format) : MessageFormat.format(format, parameters), null);
      }
    }

    private static void say(Level level, String message, @Nullable Throwable thrown) {
      String word =
          switch (level) {
            case ERROR -> "error: ";
            case WARNING -> "warning: ";
            default -> level.getName().toLowerCase(java.util.Locale.ROOT) + ": ";
          };
      Console speaker = console;
      if (speaker == null) {
        System.err.println(word + message.replace('\n', ' '));
        return;
      }
      speaker.say(word + message.replace('\n', ' '));
      if (thrown != null && speaker.isVerbose()) {
        speaker.trace(thrown);
      }
    }
  }
}
