package switchboard.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Describes the machine and the date of a measurement. The processor and the load average are known
 * on Linux only.
 */
final class Machine {
  private Machine() {}

  /** Returns the processor, kernel, JDK, date and load average in one line. */
  static String describe() {
    return "%s × %d, %s %s, JDK %s, %s UTC, load before %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version(),
            LocalDate.now(ZoneOffset.UTC),
            field(Path.of("/proc/loadavg"), "", " "));
  }

  private static String processor() {
    return field(Path.of("/proc/cpuinfo"), "model name\t: ", "\n");
  }

  /**
   * Returns the text in {@code file} between {@code before} and {@code after}, or "?" if the file
   * does not contain both.
   */
  static String field(Path file, String before, String after) {
    try {
      String text = Files.readString(file);
      int start = text.indexOf(before);
      int end = text.indexOf(after, start + before.length());
      return start < 0 || end < 0 ? "?" : text.substring(start + before.length(), end).strip();
    } catch (IOException notLinux) {
      return "?";
    }
  }
}
