package switchboard.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Network;

/** Tests the program as a process: signals, pipes and memory. */
@Tag("slow")
public class ProcessTest {
  private static final int MUCH_BYTES = 50_000_000;

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path scratch = Path.of("");

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... arguments) throws IOException {
    Process process = started(List.of(arguments));
    started.add(process);
    return process;
  }

  /** Starts the program as a process. The calling test must end the process. */
  public static Process started(List<String> arguments) throws IOException {
    return new ProcessBuilder(command(arguments)).start();
  }

  /** Returns the command that starts the program. */
  public static List<String> command(List<String> arguments) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx64m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    return command;
  }

  public static int status(Process process) throws InterruptedException {
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not exit");
    return process.exitValue();
  }

  /** Returns the endpoint in the next line {@code listening on ENDPOINT}. */
  public static String listening(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    assertTrue(line != null && line.startsWith("listening on "), line);
    return line.substring("listening on ".length());
  }

  public static void signal(Process process, String name) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertEquals(0, kill.waitFor());
  }

  private static Connection caller(String endpoint) throws IOException {
    Connection caller = Network.system().connect(endpoint);
    caller.write(ByteBuffer.wrap(new byte[] {7}));
    assertArrayEquals(new byte[] {7}, caller.source().readExactly(1));
    return caller;
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalLetsCallersPartAndEndsWithItsStatus(String signal, int status) throws Exception {
    Process server = start("echo", "--listen", "127.0.0.1:0", "udp://127.0.0.1:0");
    String endpoint = listening(server.errorReader());
    assertTrue(listening(server.errorReader()).startsWith("udp://127.0.0.1:"));
    try (var idle = caller(endpoint)) {
      signal(server, signal);
      assertEquals(-1, idle.read(ByteBuffer.allocate(1)));
    }
    assertEquals(status, status(server));
  }

  @Test
  void aSecondSignalEndsAtOnce() throws Exception {
    Process server = start("echo", "--listen", "127.0.0.1:0");
    BufferedReader said = server.errorReader();
    try (var deaf = caller(listening(said))) {
      var flood = ByteBuffer.allocate(1 << 20);
      while (deaf.tryWrite(flood.clear()) > 0 || !isStuck(deaf)) {
        // The loop fills the buffers until the server is blocked in a write.
      }
      signal(server, "TERM");
      assertTrue(said.readLine().startsWith("stopping: "));
      long before = System.nanoTime();
      signal(server, "INT");
      assertEquals(130, status(server));
      assertTrue(
          System.nanoTime() - before < TimeUnit.SECONDS.toNanos(4),
          "the server drained instead of exiting");
    }
  }

  /**
   * Returns whether writes block. Waits several short timeouts instead of one long timeout, so that
   * a pause of the machine affects only one of the timeouts.
   */
  private static boolean isStuck(Connection connection) throws IOException {
    for (int i = 0; i < 20; i++) {
      try (var _ = Deadline.after(Duration.ofMillis(20))) {
        connection.write(ByteBuffer.allocate(1));
        return false;
      } catch (DeadlineExceededException stuck) {
        // The loop tries again.
      }
    }
    return true;
  }

  @Test
  void jsonTellsWhereItListensOnStandardOutput() throws Exception {
    Path socket = scratch.resolve("echo.sock");
    Process server = start("echo", "--json", "--listen", "127.0.0.1:0", "unix://" + socket);
    String first = server.inputReader().readLine();
    assertTrue(
        first.matches("\\{\"event\":\"listening\",\"endpoint\":\"tcp://127.0.0.1:\\d+\"}"), first);
    assertEquals(
        "{\"event\":\"listening\",\"endpoint\":\"unix://" + socket + "\"}",
        server.inputReader().readLine());
    signal(server, "TERM");
    assertEquals("{\"event\":\"stopping\",\"active\":0}", server.inputReader().readLine());
    assertEquals(143, status(server));
    assertEquals("", new String(server.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void theHubListensAndGreets() throws Exception {
    Process hub = start("up", "--listen", "127.0.0.1:0");
    try (var person = Network.system().connect(listening(hub.errorReader()))) {
      assertTrue(person.source().request(1), "no greeting");
      signal(hub, "TERM");
      assertEquals(143, status(hub));
    }
  }

  @Test
  void fiftyMegabytesPassThroughPipesInBoundedMemory() throws Exception {
    Process server = start("echo", "--listen", "127.0.0.1:0");
    Process client = start("echo", listening(server.errorReader()));
    var digests = CompletableFuture.supplyAsync(() -> called(() -> feed(client.getOutputStream())));
    var received = MessageDigest.getInstance("SHA-256");
    try (var out = client.getInputStream()) {
      byte[] piece = new byte[65536];
      for (int count = out.read(piece); count >= 0; count = out.read(piece)) {
        received.update(piece, 0, count);
      }
    }
    assertArrayEquals(digests.get(30, TimeUnit.SECONDS), received.digest());
    assertEquals(0, status(client));
  }

  private static byte[] feed(OutputStream in) throws Exception {
    var random = new Random(50);
    var sent = MessageDigest.getInstance("SHA-256");
    byte[] piece = new byte[50_000];
    try (in) {
      for (int left = MUCH_BYTES; left > 0; left -= piece.length) {
        random.nextBytes(piece);
        sent.update(piece);
        in.write(piece);
      }
    }
    return sent.digest();
  }

  private static <T> T called(Callable<T> callable) {
    try {
      return callable.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPipeOverUdpIsCutIntoDatagrams() throws Exception {
    Process server = start("echo", "--listen", "udp://127.0.0.1:0");
    Process client = start("echo", listening(server.errorReader()), "--json");
    try (var in = client.getOutputStream()) {
      in.write(new byte[65_507 + 1]);
    }
    assertTrue(client.inputReader().readLine().endsWith("\"bytes\":65508}"));
    assertEquals(0, status(client));
  }

  @Test
  void anEchoOnEveryInterfaceAnswersFromTheAddressThatIsAsked() throws Exception {
    try (var processes = new Processes()) {
      Process server = processes.ours("echo", "--listen", "udp://:0");
      String port = listening(server.errorReader()).replaceAll(".*:", "");
      for (String host : List.of("127.0.0.1", "127.0.0.2", "[::1]")) {
        String endpoint = "udp://" + host + ":" + port;
        Process client = processes.ours("echo", "--timeout", "20", endpoint, "hello");
        assertEquals(0, status(client), host);
      }
    }
  }

  @Test
  void whereAnswersMayLeaveFromAnotherAddressTheUserIsTold() throws Exception {
    for (String command : List.of("echo --listen udp://:0", "listen udp://:0")) {
      Process server = start((command + " --engine nio").split(" "));
      var said = server.errorReader();
      var lines = Stream.of(said.readLine(), said.readLine()).sorted().toList();
      String endpoint = lines.getFirst().replace("listening on ", "");
      String warning = "warning: replies from " + endpoint + " may have another source address";
      assertTrue(lines.getLast().startsWith(warning), lines::toString);
    }
  }

  @Test
  void whoInterruptsAClientGetsTheStatusOfTheSignal() throws Exception {
    try (var silent = Network.system().listen("127.0.0.1:0")) {
      Process waiting = start("echo", silent.local().uri());
      try (var accepted = silent.accept()) {
        assertTrue(accepted.isOpen());
        signal(waiting, "INT");
        assertEquals(130, status(waiting));
      }
    }
  }
}
