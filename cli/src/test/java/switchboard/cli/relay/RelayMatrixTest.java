package switchboard.cli.relay;

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
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import switchboard.cli.ClassArchive;
import switchboard.cli.Main;
import switchboard.cli.Processes;
import switchboard.cli.Tool;
import switchboard.contracts.TestMatrix;
import switchboard.net.Deadline;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.spi.support.Waiting;

/**
 * Tests {@code connect}, {@code listen} and {@code chat} with every kind of standard input and
 * output and with other programs as peers: no command hangs, or loses data with exit status 0.
 */
@Tag("slow")
class RelayMatrixTest {
  private static final int SAMPLE = 20;
  private static final int AT_ONCE = 4;
  private static final int SECONDS_MAX = 60;
  private static final Network NETWORK = Network.system();
  private static final String OURS = lines("ours", 3_000);
  private static final String THEIRS = lines("theirs", 3_000);

  /** Input for a terminal: fewer bytes than the terminal can buffer. */
  private static final String TYPED = lines("ours", 20);

  private static final String TYPED_BY_THEM = lines("theirs", 20);

  private static final System.Logger LOG = System.getLogger("switchboard.cli.test");

  private final Processes processes = new Processes();

  @TempDir private Path scratch = Path.of("");

  /** A shell function {@code switchboard} that opens closed streams as the launcher does. */
  private String definition = "";

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
  @Timeout(value = 2, unit = TimeUnit.HOURS) // all cells; each cell has its own limit
  void nothingHangsAndNothingIsLostWithStatusNought() throws Exception {
    List<RelayCell> cells = TestMatrix.sample(RelayCell.all(), SAMPLE);
    definition = definition(cells.size());
    var failures = new ArrayList<String>();
    try (var workers =
        Executors.newFixedThreadPool(cells.size() > SAMPLE ? 3 * AT_ONCE : AT_ONCE)) {
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

  private String definition(int cells) throws Exception {
    String streams =
        Files.readAllLines(Path.of("../switchboard")).stream()
            .filter(line -> line.startsWith("if ! { : 9"))
            .collect(Collectors.joining("\n"));
    assertEquals(3, streams.lines().count(), "the launcher opens streams that are closed");
    String options = cells > SAMPLE ? ClassArchive.create(processes, scratch) : "";
    return "switchboard() { (\n%s\nexec %s %s \"$@\"\n); }\n"
        .formatted(streams, Processes.java(options), Main.class.getName());
  }

  /** Runs one case, and returns the failure or "". */
  private String outcome(RelayCell cell) throws Exception {
    Path place = Files.createTempDirectory(scratch, "cell");
    try {
      run(cell, place);
      return "";
    } catch (AssertionError | IOException wrong) {
      LOG.log(
          Level.WARNING, "{0}: {1}", cell, wrong); // immediately: the complete matrix takes minutes
      return String.valueOf(wrong);
    }
  }

  private void run(RelayCell cell, Path place) throws Exception {
    String said = said(cell.in(), TYPED, OURS);
    String theirs = said(cell.peerIn(), TYPED_BY_THEM, THEIRS);
    Files.writeString(place.resolve("ours"), cell.ours().isExec() ? OURS : said);
    Files.writeString(place.resolve("theirs"), theirs);
    int port = freePort();
    Process ours;
    Process peer;
    if (cell.ours().calls) {
      peer = peer(cell, port, place);
      awaitListener(port);
      ours = ours(cell, port, place);
    } else {
      ours = ours(cell, port, place);
      awaitThat(() -> read(place, "told").contains("listening on"));
      peer = peer(cell, port, place);
    }
    try {
      if (cell.ours().isExec()) {
        assertTrue(peer.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "the peer hangs");
        judgeProgram(cell, place, theirs);
        return;
      }
      assertTrue(ours.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "ours hangs");
      assertTrue(peer.waitFor(SECONDS_MAX, TimeUnit.SECONDS), "the peer hangs");
      judge(cell, place, said, theirs);
    } finally {
      Processes.end(ours);
      Processes.end(peer);
      endSilence(place);
    }
  }

  private static String said(RelayCell.In in, String typed, String piped) {
    return !in.talks() ? "" : in == RelayCell.In.TERMINAL ? typed : piped;
  }

  /** Kills the process that kept our standard input open. No shell waits for this process. */
  private static void endSilence(Path place) throws IOException {
    String pid = read(place, "hush").strip();
    if (!pid.isEmpty()) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  private Process ours(RelayCell cell, int port, Path place) throws IOException {
    String line = RelayCell.within(place, cell.line(port));
    return cell.isAtTerminal()
        ? atTerminal(line, cell.in(), place, "ours", "screen")
        : processes.shell(definition + line);
  }

  private Process peer(RelayCell cell, int port, Path place) throws IOException {
    String line = RelayCell.within(place, cell.peerLine(port));
    return cell.isPeerAtTerminal()
        ? atTerminal(line, cell.peerIn(), place, "theirs", "display")
        : processes.shell(line);
  }

  private Process atTerminal(String line, RelayCell.In in, Path place, String typed, String screen)
      throws IOException {
    Path script = Files.writeString(place.resolve(typed + ".sh"), definition + line + "\n");
    // With -E never, script(1) does not echo the input into the output.
    return processes.shell(
        "cd '%s'; script -q -e -f -E never -c 'bash %s' '%s' <%s >/dev/null"
            .formatted(place, script, screen, in == RelayCell.In.TERMINAL ? typed : "/dev/null"));
  }

  private static void judge(RelayCell cell, Path place, String said, String theirs)
      throws IOException {
    String told = read(place, "told");
    String status = read(place, "status").strip();
    boolean unwritable = cell.out().fails() && cell.peerTalks();
    boolean leftInTheMiddle =
        cell.ours().isChat()
            && told.contains("closed the connection before it received all of standard input");
    boolean peerFails = cell.peerOut().fails() && !said.isEmpty();
    if ((unwritable || leftInTheMiddle || peerFails) && status.equals("1")) {
      return;
    }
    assertEquals("0", status, told);
    if (cell.peerOut().keeps()) {
      String got = printed(place, "got", "display", cell.peerOut());
      assertTrue(
          got.equals(said) || (said.startsWith(got) && mayLeave(cell, told)),
          "the peer got " + got.length() + " of " + said.length() + ": " + told);
    }
    if (cell.out() == RelayCell.Out.CLOSED) {
      assertEquals("", theirs, "received data were lost");
    } else if (cell.out().keeps()) {
      String heard = printed(place, "heard", "screen", cell.out());
      assertTrue(
          heard.equals(theirs) || (theirs.startsWith(heard) && peerLeaves(cell)),
          "received " + heard.length() + " of " + theirs.length());
    }
  }

  /**
   * Asserts that the program received all data of its caller, and that the caller received all
   * output of the program.
   */
  private static void judgeProgram(RelayCell cell, Path place, String theirs) throws IOException {
    if (cell.peerOut().fails()) {
      return; // this caller may disconnect early
    }
    boolean hearing = !cell.ours().program.endsWith("cat OURS");
    String taken = read(place, "taken");
    if (hearing) {
      assertTrue(
          taken.equals(theirs), "the program got " + taken.length() + " of " + theirs.length());
    }
    if (cell.peerOut().keeps()) {
      String expected = cell.ours().isEcho() ? theirs : hearing ? "" : OURS;
      String got = printed(place, "got", "display", cell.peerOut());
      assertEquals(expected.length(), got.length(), "the caller got " + read(place, "complaint"));
      assertEquals(expected, got);
    }
  }

  private static String printed(Path place, String file, String screen, RelayCell.Out out)
      throws IOException {
    if (out != RelayCell.Out.TERMINAL) {
      return read(place, file);
    }
    // Removes the lines that script(1) adds.
    return read(place, screen)
        .replace("\r\n", "\n")
        .replaceFirst("^Script started.*\n", "")
        .replaceFirst("\nScript done.*\n$", "");
  }

  /**
   * Returns whether the command may exit before it has sent all input. After EOF from the peer, a
   * command at a terminal exits immediately, and a chat exits after at most a second and prints a
   * message.
   */
  private static boolean mayLeave(RelayCell cell, String told) {
    return cell.ours().isChat()
        ? told.contains("-- the other side has closed the connection")
        : cell.in() == RelayCell.In.TERMINAL;
  }

  /**
   * Returns whether the peer may exit before it has sent all input. ncat exits after EOF, even if
   * its input has more data; socat sends two more buffers after EOF. nc exits when it cannot write.
   */
  private static boolean peerLeaves(RelayCell cell) {
    return cell.peerOut().fails() || (cell.peer() == RelayCell.Peer.NCAT && cell.halfClose());
  }

  private static String read(Path place, String name) throws IOException {
    Path file = place.resolve(name);
    return Files.exists(file) ? Files.readString(file, UTF_8) : "";
  }

  /** Returns a port that is probably still free when it is used. */
  private static int freePort() throws IOException {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      return Endpoint.of(listener.local()).port();
    }
  }

  /**
   * Blocks until a process listens at the port. Pauses between polls, because the table of sockets
   * may be long.
   */
  private static void awaitListener(int port) throws IOException {
    String wanted = String.format(":%04X 00000000:0000 0A", port);
    Path table = Path.of("/proc/net/tcp");
    awaitThat(() -> Files.readAllLines(table).stream().anyMatch(line -> line.contains(wanted)));
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void awaitThat(Condition condition) throws IOException {
    try (var _ = Deadline.after(Duration.ofSeconds(SECONDS_MAX))) {
      while (!condition.holds()) {
        Waiting.park(condition, 50_000_000);
      }
    }
  }
}
