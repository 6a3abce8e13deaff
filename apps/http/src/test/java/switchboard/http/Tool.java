package switchboard.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An external program that a test runs; it is killed at the end of the test. */
final class Tool implements AutoCloseable {
  private final Process process;

  /**
   * Starts a program. If the program is not installed, the test is skipped; in continuous
   * integration (CI), it fails.
   */
  Tool(String... command) {
    this.process = started(List.of(command));
  }

  private static Process started(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      String sentence = command.getFirst() + " is missing; build/install-test-tools installs it";
      return Boolean.getBoolean("switchboard.ci") ? fail(sentence, missing) : abort(sentence);
    }
  }

  /** Runs a program that must succeed, and returns its output with one character per byte. */
  static String run(String... command) throws Exception {
    try (var tool = new Tool(command)) {
      String said =
          new String(tool.process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(tool.process.waitFor(20, TimeUnit.SECONDS), "timeout");
      assertEquals(0, tool.process.exitValue(), said);
      return said;
    }
  }

  /** Returns the next line of the program's output. */
  String line() throws IOException {
    BufferedReader lines = process.inputReader();
    return Objects.requireNonNull(lines.readLine(), "EOF instead of a line");
  }

  /** Returns the path of a script among the test resources. */
  static String script(String name) throws Exception {
    return Path.of(Objects.requireNonNull(Tool.class.getResource(name)).toURI()).toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
