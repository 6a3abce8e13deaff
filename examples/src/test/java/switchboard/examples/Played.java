package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One run of an example: its exit status and the lines it printed, both streams in one. */
record Played(int status, List<String> lines) {
  private static final Logger LOG = Logger.getLogger("switchboard.net");

  static Played run(String name, String... arguments) {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, true, UTF_8);
    var streams = new Streams(InputStream.nullInputStream(), out, out);
    var warnings = new Warnings(out);
    LOG.addHandler(warnings);
    LOG.setUseParentHandlers(false);
    try {
      int[] status = {-1};
      new PatientTicker().run(() -> status[0] = Examples.run(name, List.of(arguments), streams));
      return new Played(status[0], printed.toString(UTF_8).lines().toList());
    } finally {
      LOG.setUseParentHandlers(true);
      LOG.removeHandler(warnings);
    }
  }

  /** What the library logs goes to standard error, as the command line has it. */
  private static final class Warnings extends Handler {
    private final PrintStream err;

    Warnings(PrintStream err) {
      this.err = err;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
        err.println("warning: " + record.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** The lines, without what differs from machine to machine. */
  List<String> normal() {
    return lines.stream().map(Played::normal).toList();
  }

  /** Ports and large numbers are not facts, nor is the address of this machine. */
  static String normal(String line) {
    return line.replaceAll("\\b(?!127\\.0\\.0\\.1\\b)(\\d{1,3}\\.){3}\\d{1,3}\\b", "A.B.C.D")
        .replaceAll("\\d{4,}", "N");
  }
}
