package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The result of one run of an example: its exit status, the lines that it printed to standard
 * output and error, and the warnings that the library logged. Logging is asynchronous, so the order
 * of warnings and printed lines is not defined.
 */
record Played(int status, List<String> lines, List<String> warnings) {
  private static final Logger LOG = Logger.getLogger("switchboard.net");
  private static final int SECONDS_MAX = 30;

  static Played run(String name, String... arguments) {
    return runExpecting(0, name, arguments);
  }

  /** Runs an example and waits until this many warnings have been logged. */
  static Played runExpecting(int warningsExpected, String name, String... arguments) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, UTF_8);
    var streams = new Streams(InputStream.nullInputStream(), out, out);
    var warnings = new Warnings(warningsExpected);
    LOG.addHandler(warnings);
    LOG.setUseParentHandlers(false);
    try {
      int[] status = {-1};
      new PatientTicker().run(() -> status[0] = Examples.run(name, List.of(arguments), streams));
      warnings.await();
      return new Played(
          status[0], printed.toString(UTF_8).lines().toList(), List.copyOf(warnings.lines));
    } finally {
      LOG.setUseParentHandlers(true);
      LOG.removeHandler(warnings);
    }
  }

  /** Collects warnings as the command line prints them to standard error. */
  private static final class Warnings extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch outstanding;

    Warnings(int expected) {
      outstanding = new CountDownLatch(expected);
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        lines.add("warning: " + record.getMessage());
        outstanding.countDown();
      }
    }

    /**
     * Waits until the logging thread has logged all expected warnings, or a timeout expires. A
     * missing warning is found when the test compares the warnings.
     */
    void await() {
      try {
        boolean _ = outstanding.await(SECONDS_MAX, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** Replaces all parts of the lines that differ between machines. */
  static List<String> normal(List<String> lines) {
    return lines.stream().map(Played::normal).toList();
  }

  /** Replaces ports and other large numbers, and IPv4 addresses other than 127.0.0.1. */
  static String normal(String line) {
    return line.replaceAll("\\b(?!127\\.0\\.0\\.1\\b)(\\d{1,3}\\.){3}\\d{1,3}\\b", "A.B.C.D")
        .replaceAll("\\d{4,}", "N");
  }
}
