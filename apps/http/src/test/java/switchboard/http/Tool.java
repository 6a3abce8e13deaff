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

/** Somebody else's program, for a test; it does not outlive it. */
final class Tool implements AutoCloseable {
  private final Process process;

  /** Starts it; a missing one skips the test, and fails it where CI is at work. */
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

  /** All that a program says, a character for each byte, when it is content. */
  static String run(String... command) throws Exception {
    try (var tool = new Tool(command)) {
      String said =
          new String(tool.process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(tool.process.waitFor(20, TimeUnit.SECONDS), "it does not end");
      assertEquals(0, tool.process.exitValue(), said);
      return said;
    }
  }

  /** The next line that it says. */
  String line() throws IOException {
    BufferedReader lines = process.inputReader();
    return Objects.requireNonNull(lines.readLine(), "it says nothing more");
  }

  /** A script beside the tests. */
  static String script(String name) throws Exception {
    return Path.of(Objects.requireNonNull(Tool.class.getResource(name)).toURI()).toString();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
