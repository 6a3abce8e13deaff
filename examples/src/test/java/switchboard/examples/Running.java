package switchboard.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A process that a test has started: an example in another JVM, or a Python script. */
record Running(Process process, BufferedReader output) implements AutoCloseable {
  private static final int SECONDS_MAX = 20;

  /** Starts an example in another JVM with the class path of this JVM. */
  static Running example(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RunExample.class.getName());
    command.addAll(List.of(words));
    return start(command);
  }

  /**
   * Starts a Python script that uses the standard library only. Skips the test if there is no
   * Python.
   */
  static Running python(String script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("python3", "-c", script));
    command.addAll(List.of(arguments));
    try {
      return start(command);
    } catch (IOException missing) {
      Assertions.assertFalse(Boolean.getBoolean("switchboard.ci"), missing.getMessage());
      return Assumptions.abort("python3 cannot be started: " + missing.getMessage());
    }
  }

  private static Running start(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new Running(
        process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
  }

  /** Returns the next line that the process prints. */
  String line() throws IOException {
    String line = output.readLine();
    Assertions.assertNotNull(line, "the process has closed its output");
    return line;
  }

  /** Writes a line to the standard input of the process, and closes standard input. */
  void says(String line) throws IOException {
    try (var in = process.outputWriter(UTF_8)) {
      in.write(line + "\n");
    }
  }

  /** Returns the endpoint on which an example reports that it listens. */
  String endpoint() throws IOException {
    String line = line();
    Assertions.assertTrue(line.startsWith("listening on "), line);
    return line.substring("listening on ".length());
  }

  /** Returns the rest of the output. Asserts that the process ends with status 0. */
  List<String> toTheEnd() throws IOException, InterruptedException {
    var lines = output.lines().toList();
    Assertions.assertTrue(
        process.waitFor(SECONDS_MAX, TimeUnit.SECONDS),
        "the process is still running after " + SECONDS_MAX + " s");
    Assertions.assertEquals(0, process.exitValue(), lines.toString());
    return lines;
  }

  /** Sends a signal to the process with kill(1), and returns the exit status of the process. */
  int signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    Assertions.assertTrue(
        process.waitFor(SECONDS_MAX, TimeUnit.SECONDS),
        "the process is still running after " + name);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
