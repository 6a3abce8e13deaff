package switchboard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.spi.Waiting;
import switchboard.testing.Matrix;

/**
 * {@code connect}, {@code listen} and {@code chat} with every kind of standard input and output,
 * beside other people's programs: nothing hangs, and nothing is lost with status 0.
 */
@Tag("slow")
class PlugMatrixTest {
  private static final int SAMPLE = 20;
  private static final int AT_ONCE = 4;
  private static final int SECONDS_MAX = 60;
  private static final Network NETWORK = Network.system();
  private static final String OURS = lines("ours", 3_000);
  private static final String THEIRS = lines("theirs", 3_000);

  /** What a terminal takes as it is typed: fewer bytes than it buffers. */
  private static final String TYPED = lines("ours", 20);

  private static final System.Logger LOG = System.getLogger("switchboard.cli.test");

  private final Processes processes = new Processes();

  @TempDir private Path scratch = Path.of("");

  @BeforeAll
  static void requireTools() {
    for (String tool : List.of("nc", "ncat", "socat", "script")) {
      Tool.require(tool);
    }
  }

  @AfterEach
  void end() {
    processes.close();
  }

  private static String lines(String word, int count) {
    var lines = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      lines.append(word).append(' ').append(i).append(" of ").append(count).append('\n');
    }
    return lines.toString();
  }

  @Test
  void nothingHangsAndNothingIsLostWithStatusNought() throws Exception {
    var cells = new ArrayList<PlugCell>(Matrix.sample(PlugCell.all(), SAMPLE));
    var failures = new ArrayList<String>();
    try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      var running =
          cells.stream()
              .map(cell -> workers.submit((Callable<String>) () -> outcome(cell)))
              .toList();
      for (int i = 0; i < cells.size(); i++) {
        String outcome = running.get(i).get();
        if (!outcome.isEmpty()) {
          failures.add(cells.get(i) + ": " + outcome);
        }
      }
    }
    assertEquals(List.of(), failures, failures.size() + " of " + cells.size() + " cells");
  }

  /** Runs one cell; empty if all was well. */
  private String outcome(PlugCell cell) throws Exception {
    Path place = Files.createTempDirectory(scratch, "cell");
    try {
      run(cell, place);
      return "";
    } catch (AssertionError wrong) {
      LOG.log(Level.INFO, "{0}: {1}", cell, wrong.getMessage()); // the complete matrix takes long
      return String.valueOf(wrong.getMessage());
    }
  }

  private void run(PlugCell cell, Path place) throws Exception {
    String said = said(cell);
    Files.writeString(place.resolve("ours"), said);
    Files.writeString(place.resolve("theirs"), cell.peerTalks() ? THEIRS : "");
    int port = freePort();
    Process ours;
    Process peer;
    if (cell.ours().calls) {
      peer = peer(cell.peer().listening, port, place);
      awaitListener(port);
      ours = ours(cell, port, place);
    } else {
      ours = ours(cell, port, place);
      awaitListener(port);
      peer = peer(cell.peer().calling, port, place);
    }
    assertTrue(ours.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "ours hangs");
    assertTrue(peer.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "the peer hangs");
    judge(cell, place, said);
  }

  private static String said(PlugCell cell) {
    return !cell.in().talks() ? "" : cell.in() == PlugCell.In.TERMINAL ? TYPED : OURS;
  }

  private Process ours(PlugCell cell, int port, Path place) throws IOException {
    String line = cell.line(port);
    for (String name : List.of("OURS", "HEARD", "TOLD", "STATUS")) {
      line = line.replace(name, "'" + place.resolve(name.toLowerCase(java.util.Locale.ROOT)) + "'");
    }
    if (!cell.isAtTerminal()) {
      return processes.shell(line);
    }
    Path typescript = place.resolve("screen");
    Files.writeString(place.resolve("line.sh"), Processes.definition() + line + "\n");
    // With -E never what is typed is not echoed into what is printed.
    String typed = cell.in() == PlugCell.In.TERMINAL ? "ours" : "/dev/null";
    return processes.shell(
        "cd '%s'; script -q -e -f -E never -c 'bash line.sh' '%s' <%s >/dev/null"
            .formatted(place, typescript, typed));
  }

  private Process peer(String words, int port, Path place) throws IOException {
    String line = words.replace("PORT", "" + port);
    return processes.shell(
        "exec %s <'%s/theirs' >'%s/got' 2>'%s/complaint'".formatted(line, place, place, place));
  }

  private static void judge(PlugCell cell, Path place, String said) throws IOException {
    String told = read(place, "told");
    String status = read(place, "status").strip();
    boolean gone = cell.out() == PlugCell.Out.GONE && cell.peerTalks();
    boolean leftInTheMiddle =
        cell.ours().isChat() && told.contains("left before it had taken all that was said");
    if ((gone || leftInTheMiddle) && status.equals("1")) {
      return;
    }
    assertEquals("0", status, told);
    String got = read(place, "got");
    assertTrue(
        got.equals(said) || (said.startsWith(got) && mayLeave(cell, told)),
        "the peer got " + got.length() + " of " + said.length() + ": " + told);
    String expected = cell.peerTalks() ? THEIRS : "";
    if (cell.out() == PlugCell.Out.TERMINAL) {
      String screen = read(place, "screen").replace("\r\n", "\n");
      assertTrue(screen.contains(expected), "the screen has " + screen.length());
    } else if (cell.out() != PlugCell.Out.NULL && cell.out() != PlugCell.Out.GONE) {
      String heard = read(place, "heard");
      assertTrue(heard.equals(expected), "heard " + heard.length() + " of " + expected.length());
    }
  }

  /**
   * A person at a terminal is free once the peer has ended, whatever is typed then; and a chat is
   * over soon after, and says so.
   */
  private static boolean mayLeave(PlugCell cell, String told) {
    return cell.ours().isChat()
        ? told.contains("-- the other side has closed the connection")
        : cell.in() == PlugCell.In.TERMINAL;
  }

  private static String read(Path place, String name) throws IOException {
    Path file = place.resolve(name);
    return Files.exists(file) ? Files.readString(file, UTF_8) : "";
  }

  /** A port of which nobody else is likely to think. */
  private static int freePort() throws IOException {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      return Endpoint.of(listener.local()).port();
    }
  }

  private static void awaitListener(int port) throws IOException {
    String wanted = String.format(":%04X 00000000:0000 0A", port);
    try (var _ = Deadline.after(Duration.ofSeconds(SECONDS_MAX))) {
      while (Files.readAllLines(Path.of("/proc/net/tcp")).stream()
          .noneMatch(line -> line.contains(wanted))) {
        Waiting.park(wanted, 10_000_000);
      }
    }
  }
}
