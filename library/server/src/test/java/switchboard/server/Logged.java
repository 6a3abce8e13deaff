package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;
import switchboard.contracts.TestScope;
import switchboard.net.internal.Log;

/** Captures what is written to a log during a test. Safe for use by several threads. */
public final class Logged extends Handler implements AutoCloseable {
  private final Logger logger; // a strong reference: the JDK keeps a weak one
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private volatile @Nullable String failing;

  /** One line, with the text of its exception. */
  private record Line(Level level, String text) {}

  public Logged(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** Captures all further lines, of every level. */
  public Logged everything() {
    logger.setLevel(Level.ALL);
    return this;
  }

  /** Fails at each line that contains {@code words}. */
  void failAt(String words) {
    failing = words;
  }

  @Override
  public void publish(LogRecord line) {
    Throwable thrown = line.getThrown();
    String text = new SimpleFormatter().formatMessage(line) + (thrown == null ? "" : ": " + thrown);
    lines.add(new Line(line.getLevel(), text));
    String words = failing;
    if (words != null && text.contains(words)) {
      throw new IllegalStateException("this log is full");
    }
  }

  /** Returns all lines so far, including those that are still queued. */
  private List<Line> lines() {
    assertTrue(Log.flush(TestScope.LIMIT), "the log takes its lines");
    return lines;
  }

  /** Returns the texts of the lines. */
  List<String> texts() {
    return lines().stream().map(Line::text).toList();
  }

  /** Returns the first line that contains {@code words}, or null. */
  @Nullable
  public String find(String words) {
    return texts().stream().filter(text -> text.contains(words)).findFirst().orElse(null);
  }

  /** Returns the number of lines that contain {@code words}. */
  public long count(String words) {
    return texts().stream().filter(text -> text.contains(words)).count();
  }

  /** Returns the lines that are shown by default: INFO and above. */
  public List<String> shown() {
    return lines().stream()
        .filter(line -> line.level().intValue() >= Level.INFO.intValue())
        .map(Line::text)
        .toList();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(null);
    logger.setUseParentHandlers(true);
  }
}
