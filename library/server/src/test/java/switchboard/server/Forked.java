package switchboard.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A program of these tests in a new process, with limits that a shell sets first (ulimit). The
 * standard error of the program is collected. The program exits at EOF of its standard input.
 */
final class Forked implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final List<String> errors = new CopyOnWriteArrayList<>();

  Forked(String limits, List<String> options, String classPath, Class<?> program)
      throws IOException {
    this(true, limits, options, classPath, program);
  }

  /** Starts a program whose standard error is not read. */
  static Forked muted(List<String> options, String classPath, Class<?> program) throws IOException {
    return new Forked(false, "true", options, classPath, program);
  }

  private Forked(
      boolean heard, String limits, List<String> options, String classPath, Class<?> program)
      throws IOException {
    String java = ProcessHandle.current().info().command().orElseThrow();
    var command = new ArrayList<>(List.of("sh", "-c", limits + "; exec \"$@\"", "sh"));
    command.add(java);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    process = new ProcessBuilder(command).start();
    output = process.inputReader(StandardCharsets.UTF_8);
    if (heard) {
      Thread.ofVirtual().name("forked-errors").start(this::collect);
    }
  }

  private void collect() {
    try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        errors.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the next line of the program's standard output. */
  String line() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("it has ended: " + errors);
    }
    return line;
  }

  /** Returns the lines that the program has written to standard error so far. */
  List<String> errors() {
    return errors;
  }

  long errors(String words) {
    return errors.stream().filter(line -> line.contains(words)).count();
  }

  /** Writes a byte to the program's standard input. */
  void ask() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** Closes the program's standard input. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Waits for at most the given time, and returns the exit status if the program has exited. */
  OptionalInt statusWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** Sends SIGTERM to the program. */
  void terminate() {
    process.destroy();
  }

  /** Waits until the program has exited, and returns the exit status. */
  int status(Duration timeout) throws InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the forked program does not end: " + errors);
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the forked program does not end: " + errors);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
