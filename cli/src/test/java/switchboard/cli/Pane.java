package switchboard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the program in a tmux terminal: types keys, reads the screen, and waits for expected text up
 * to a timeout.
 */
public final class Pane implements AutoCloseable {
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path socket;

  private Pane(Path socket) {
    this.socket = socket;
  }

  /** A condition on the rows of the screen. */
  public interface Condition {
    boolean test(List<String> rows) throws IOException;
  }

  /** A kind of terminal: its columns, and environment variables such as {@code TERM=dumb}. */
  public record Kind(int columns, List<String> environment) {}

  /**
   * Starts the program. If tmux is not installed, the test is skipped; in CI, it fails.
   *
   * @param scratch a directory for files, such as the history
   */
  public static Pane start(Kind kind, Path scratch, String... arguments) throws IOException {
    Tool.require("tmux");
    var pane = new Pane(Files.createTempDirectory(scratch, "tmux").resolve("socket"));
    Path script = pane.socket.resolveSibling("program.sh");
    Files.writeString(
        script,
        "trap : INT\nXDG_STATE_HOME='"
            + scratch
            + "' env "
            + String.join(" ", kind.environment)
            + " '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
            + " --enable-native-access=ALL-UNNAMED --add-opens java.base/java.lang=ALL-UNNAMED -cp '"
            + System.getProperty("java.class.path")
            + "' "
            + Main.class.getName()
            + " \"$@\"\necho \"status $?\"\nwhile :; do cat; done\n");
    var command = new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d"));
    command.addAll(
        List.of("-x", String.valueOf(kind.columns), "-y", "24", "sh", script.toString()));
    command.addAll(List.of(arguments));
    pane.tmux(command.toArray(String[]::new));
    return pane;
  }

  /** Starts the program in a terminal of 80 columns. */
  public static Pane start(Path scratch, String... arguments) throws IOException {
    return start(new Kind(80, List.of()), scratch, arguments);
  }

  private String tmux(String... words) throws IOException {
    var command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString()));
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("TMUX");
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.onExit().join().exitValue(), command + ": " + said);
    return said;
  }

  /** Types text literally. */
  public Pane types(String text) throws IOException {
    tmux("send-keys", "-l", "--", text);
    return this;
  }

  /** Presses keys by their tmux names, such as Enter, Tab, Up or C-c. */
  public Pane presses(String... keys) throws IOException {
    var words = new ArrayList<>(List.of("send-keys"));
    words.addAll(List.of(keys));
    tmux(words.toArray(String[]::new));
    return this;
  }

  /** Returns the rows of the screen without trailing spaces and trailing empty rows. */
  public List<String> rows() throws IOException {
    return tmux("capture-pane", "-p").stripTrailing().lines().map(String::stripTrailing).toList();
  }

  /** Waits until the screen fulfils the condition, and returns its rows. */
  public List<String> until(String requested, Condition fulfilled) throws IOException {
    long end = System.nanoTime() + TIMEOUT_NANOS;
    List<String> rows = rows();
    while (!fulfilled.test(rows)) {
      if (System.nanoTime() - end > 0) {
        fail("the screen does not show " + requested + " but:\n" + String.join("\n", rows));
      }
      LockSupport.parkNanos(LOOK_NANOS);
      rows = rows();
    }
    return rows;
  }

  /** Waits until one row equals {@code row}. */
  public Pane shows(String row) throws IOException {
    until("'" + row + "'", rows -> rows.contains(row));
    return this;
  }

  /** Waits until the last row, usually the edited line, equals {@code row}. */
  public Pane endsWith(String row) throws IOException {
    until("at its end '" + row + "'", rows -> !rows.isEmpty() && rows.getLast().equals(row));
    return this;
  }

  /** Waits until the program has exited with {@code status}. */
  public void ends(int status) throws IOException {
    endsWith("status " + status);
  }

  /** Returns a property of the pane in a tmux format. */
  public String tell(String format) throws IOException {
    return tmux("display-message", "-p", format).strip();
  }

  /** Resizes the window to this number of columns. */
  public Pane resize(int columns) throws IOException {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", "24");
    return this;
  }

  @Override
  public void close() throws IOException {
    tmux("kill-server");
  }
}
