package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Starts processes for a test. When an instance is closed, it kills these processes. */
public final class Processes implements AutoCloseable {
  private final List<Process> started = Collections.synchronizedList(new ArrayList<>());

  /** Starts switchboard of this build. */
  public Process ours(String... arguments) throws IOException {
    return java("-Xmx64m", Main.class, arguments);
  }

  /** Starts a main class on the class path of this test, with a heap option such as -Xmx64m. */
  public Process java(String heap, Class<?> main, String... arguments) throws IOException {
    var command = command(heap, main);
    command.addAll(List.of(arguments));
    return started(new ProcessBuilder(command));
  }

  /**
   * Reads and discards all further output of a process, so that the process never blocks in a
   * write.
   */
  public void discard(Process process) {
    for (InputStream stream : List.of(process.getInputStream(), process.getErrorStream())) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            try (stream) {
              stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException ended) {
              // The output of the process has ended.
            }
          });
    }
  }

  /** Runs bash in the root of the project, with {@code switchboard} defined as this build. */
  public Process shell(String words) throws IOException {
    var bash = new ProcessBuilder("bash", "-c", definition() + words);
    bash.directory(Path.of("..").toFile()); // as in the documentation
    return started(bash);
  }

  /** Returns the definition of a bash function {@code switchboard} that runs this build. */
  public static String definition() {
    return "switchboard() { " + String.join(" ", command()) + " \"$@\"; }\n";
  }

  /**
   * Returns the shell command for the JVM with the options of this build and then {@code others}. A
   * class path in {@code others} replaces the class path of this test.
   */
  public static String java(String others) {
    List<String> command = command();
    return String.join(" ", command.subList(0, command.size() - 1)) + " " + others;
  }

  private static List<String> command() {
    return command("-Xmx64m", Main.class);
  }

  private static List<String> command(String heap, Class<?> main) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, heap, "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
    command.addAll(List.of("--add-opens", "java.base/java.lang=ALL-UNNAMED"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    return command;
  }

  /**
   * Starts another program. If the program is not installed, the test is skipped; in CI, it fails.
   */
  public Process other(String... command) throws IOException {
    try {
      return started(new ProcessBuilder(command));
    } catch (IOException missing) {
      assertFalse(Boolean.getBoolean("switchboard.ci"), missing.getMessage());
      Assumptions.abort(missing.getMessage());
      throw missing;
    }
  }

  private Process started(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    started.add(process);
    return process;
  }

  public static int status(Process process) throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not exit");
    return process.exitValue();
  }

  /** Returns the endpoint in the next line {@code listening on ENDPOINT} of a server. */
  public static String listening(Process server) throws IOException {
    String line = server.errorReader().readLine();
    assertTrue(line != null && line.startsWith("listening on "), line);
    return line.substring("listening on ".length());
  }

  public static void signal(Process process, String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertTrue(kill.waitFor() == 0);
  }

  /**
   * Writes random bytes from {@code seed} to a program, closes the input of the program, and
   * returns the hash of the bytes.
   */
  public static CompletableFuture<String> feed(Process process, long seed, int count) {
    return inBackground(() -> {
      var random = new Random(seed);
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[50_000];
      try (OutputStream in = process.getOutputStream()) {
        for (int left = count; left > 0; left -= piece.length) {
          random.nextBytes(piece);
          int now = Math.min(left, piece.length);
          digest.update(piece, 0, now);
          in.write(piece, 0, now);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    });
  }

  /** Returns the hash of the complete output of a program. */
  public static CompletableFuture<String> hash(Process process) {
    return inBackground(() -> {
      var digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[65536];
      try (InputStream out = process.getInputStream()) {
        for (int count = out.read(piece); count >= 0; count = out.read(piece)) {
          digest.update(piece, 0, count);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    });
  }

  private static CompletableFuture<String> inBackground(Callable<String> body) {
    var result = new CompletableFuture<String>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            result.complete(body.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    return result.orTimeout(30, TimeUnit.SECONDS);
  }

  /** Kills a process and its descendants. */
  public static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    started.forEach(Processes::end);
  }
}
