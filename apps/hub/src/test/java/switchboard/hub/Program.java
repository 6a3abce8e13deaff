package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An external client program that connects to the hub. The output of the program is collected, and
 * the program is killed at the end of the test.
 */
final class Program implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Process process;
  private final List<String> command;
  private final StringBuilder printed = new StringBuilder(); // guarded by this
  private final Thread reader;

  private Program(List<String> command) throws IOException {
    this.command = command;
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /**
   * Starts {@code command}. If the program is not installed, the test is skipped; in CI, it fails.
   */
  static Program start(String... command) throws IOException {
    require(command[0]);
    return new Program(List.of(command));
  }

  /** If {@code tool} is not installed, the test is skipped; in CI, it fails. */
  static void require(String tool) {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, tool).canExecute());
    if (!there) {
      String missing = tool + " is not installed; build/install-test-tools installs it";
      if (Boolean.getBoolean("switchboard.ci")) {
        fail(missing);
      }
      abort(missing);
    }
  }

  private void read() {
    byte[] piece = new byte[8192];
    try (InputStream output = process.getInputStream()) {
      for (int count = output.read(piece); count >= 0; count = output.read(piece)) {
        synchronized (this) {
          printed.append(new String(piece, 0, count, StandardCharsets.UTF_8));
          notifyAll();
        }
      }
    } catch (IOException killed) {
      // The output that was read before the error is kept.
    }
  }

  Program types(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  /** Closes the standard input of the program. */
  Program hangsUp() throws IOException {
    process.getOutputStream().close();
    return this;
  }

  /** Waits until the program has printed {@code part}. */
  synchronized Program shows(String part) throws InterruptedException {
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (printed.indexOf(part) < 0) {
      long leftMillis = (end - System.nanoTime()) / 1_000_000;
      assertTrue(leftMillis > 0, command + " did not print '" + part + "' but: " + printed);
      wait(leftMillis);
    }
    return this;
  }

  /** Waits until the program has exited with {@code status}, and returns its complete output. */
  String endsWith(int status) throws InterruptedException {
    assertTrue(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS), command + " hangs");
    reader.join();
    synchronized (this) {
      assertTrue(process.exitValue() == status, process.exitValue() + ": " + printed);
      return printed.toString();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
