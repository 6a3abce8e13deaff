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

/** What is written to a log during a test, which shows it nowhere else. Any thread. */
public final class Logged extends Handler implements AutoCloseable {
  private final Logger logger; // a strong reference: the JDK keeps a weak one
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  private volatile @Nullable String failing;

  /** One line, with what its exception says. */
  private record Line(Level level, String text) {}

  public Logged(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** Takes lines of every level from now on. */
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

  /** All lines so far, also those on their way. */
  private List<Line> lines() {
    assertTrue(Log.flush(TestScope.LIMIT), "the log takes its lines");
    return lines;
  }

  /** What the lines say. */
  List<String> texts() {
    return lines().stream().map(Line::text).toList();
  }

  /** The first line that contains {@code words}. */
  @Nullable
  public String find(String words) {
    return texts().stream().filter(text -> text.contains(words)).findFirst().orElse(null);
  }

  /** How many lines contain {@code words}. */
  public long count(String words) {
    return texts().stream().filter(text -> text.contains(words)).count();
  }

  /** The lines that somebody sees who asks for nothing special: information and worse. */
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
