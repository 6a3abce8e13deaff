package switchboard.server;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What is written to a log during a test, which shows it nowhere else. Any thread. */
final class Logged extends Handler implements AutoCloseable {
  private final Logger logger; // a strong reference: the JDK keeps a weak one
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private volatile @Nullable String failing;

  Logged(String name) {
    logger = Logger.getLogger(name);
    logger.addHandler(this);
    logger.setUseParentHandlers(false);
  }

  /** Fails at each line that contains {@code words}. */
  void failAt(String words) {
    failing = words;
  }

  @Override
  public void publish(LogRecord line) {
    String text = new SimpleFormatter().formatMessage(line);
    lines.add(text);
    String words = failing;
    if (words != null && text.contains(words)) {
      throw new IllegalStateException("this log is full");
    }
  }

  /** The first line that contains {@code words}. */
  @Nullable String find(String words) {
    return lines.stream().filter(line -> line.contains(words)).findFirst().orElse(null);
  }

  /** How many lines contain {@code words}. */
  long count(String words) {
    return lines.stream().filter(Objects::nonNull).filter(line -> line.contains(words)).count();
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
