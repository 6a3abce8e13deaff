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

/** A program that runs beside a test: an example in a JVM of its own, or a script of Python's. */
record Running(Process process, BufferedReader output) implements AutoCloseable {
  private static final int SECONDS_MAX = 20;

  /** An example, in another JVM, with the class path of this one. */
  static Running example(String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(RunExample.class.getName());
    command.addAll(List.of(words));
    return start(command);
  }

  /**
   * A script with nothing but the standard library; the test is skipped where there is no Python.
   */
  static Running python(String script, String... arguments) throws IOException {
    var command = new ArrayList<>(List.of("python3", "-c", script));
    command.addAll(List.of(arguments));
    try {
      return start(command);
    } catch (IOException missing) {
      Assertions.assertFalse(Boolean.getBoolean("switchboard.ci"), missing.getMessage());
      return Assumptions.abort("there is no python3 here: " + missing.getMessage());
    }
  }

  private static Running start(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new Running(
        process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
  }

  /** The next line that it prints. */
  String line() throws IOException {
    String line = output.readLine();
    Assertions.assertNotNull(line, "it has ended, and printed no more");
    return line;
  }

  /** Says a line to it, and that there are no more. */
  void says(String line) throws IOException {
    try (var in = process.outputWriter(UTF_8)) {
      in.write(line + "\n");
    }
  }

  /** Where an example says that it listens. */
  String endpoint() throws IOException {
    String line = line();
    Assertions.assertTrue(line.startsWith("listening on "), line);
    return line.substring("listening on ".length());
  }

  /** Everything that it still prints until it ends by itself, with status 0. */
  List<String> toTheEnd() throws IOException, InterruptedException {
    var lines = output.lines().toList();
    Assertions.assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "it doesn't end");
    Assertions.assertEquals(0, process.exitValue(), lines.toString());
    return lines;
  }

  /** Sends a signal to it by kill(1), and gives the exit status. */
  int signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    Assertions.assertTrue(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "deaf to " + name);
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
