package switchboard.cli.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static switchboard.cli.Processes.feed;
import static switchboard.cli.Processes.hash;
import static switchboard.cli.Processes.listening;
import static switchboard.cli.Processes.status;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import switchboard.cli.Processes;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Options;

/** Tests {@code connect} and {@code listen} as processes, with other programs as peers. */
@Tag("slow")
class RelayProcessTest {
  private static final int MUCH_BYTES = 20_000_000;
  private static final Network NETWORK = Network.system();

  private final Processes processes = new Processes();

  @TempDir private Path scratch = Path.of("");

  @AfterEach
  void end() {
    processes.close();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static void say(Process process, String text) throws IOException {
    OutputStream in = process.getOutputStream();
    in.write(text.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Connects to a server that may not be listening yet. */
  private static Connection call(String endpoint) throws IOException {
    try (var _ = Deadline.after(Duration.ofSeconds(20))) {
      while (true) {
        try {
          return NETWORK.connect(endpoint);
        } catch (ConnectionRefusedException tooEarly) {
          // The deadline ends these attempts.
        }
      }
    }
  }

  /** Returns a port that is probably still free when it is used. */
  private static int freePort() throws IOException {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      return Endpoint.of(listener.local()).port();
    }
  }

  private static void awaitListener(int port) throws IOException {
    String wanted = String.format(":%04X 00000000:0000 0A", port);
    try (var _ = Deadline.after(Duration.ofSeconds(20))) {
      while (Files.readAllLines(Path.of("/proc/net/tcp")).stream()
          .noneMatch(line -> line.contains(wanted))) {
        switchboard.net.spi.support.Waiting.park(wanted, 10_000_000);
      }
    }
  }

  private void exchange(Process one, Process other) throws Exception {
    var ones = feed(one, 1, MUCH_BYTES);
    var others = feed(other, 2, MUCH_BYTES);
    var heardByOne = hash(one);
    var heardByOther = hash(other);
    assertEquals(ones.get(), heardByOther.get());
    assertEquals(others.get(), heardByOne.get());
    assertEquals(0, status(one));
    assertEquals(0, status(other));
  }

  @Test
  void megabytesBothWaysWithSomebodyWhoListens() throws Exception {
    int port = freePort();
    String where = "TCP-LISTEN:" + port + ",bind=127.0.0.1";
    Process theirs = processes.other("socat", "-t", "9", "-", where);
    awaitListener(port);
    exchange(processes.ours("connect", "127.0.0.1:" + port), theirs);
  }

  @Test
  void megabytesBothWaysWithSomebodyWhoCalls() throws Exception {
    Process ours = processes.ours("listen", "127.0.0.1:0");
    String where = listening(ours).replace("tcp://", "TCP:");
    exchange(ours, processes.other("socat", "-t", "9", "-", where));
  }

  @Test
  void megabytesBothWaysOverAUnixSocketWhoseFileIsGoneThen() throws Exception {
    Path socket = scratch.resolve("socket");
    Process server = processes.ours("listen", "unix://" + socket);
    exchange(processes.ours("connect", listening(server)), server);
    assertFalse(Files.exists(socket));
  }

  /**
   * Data is sent in one direction at a time, because each kind of netcat loses bytes or exits early
   * if data is sent in both directions.
   */
  @ParameterizedTest
  @CsvSource({"nc -l 127.0.0.1, nc -N 127.0.0.1", "ncat -l 127.0.0.1, ncat 127.0.0.1"})
  void netcatHearsEverythingAndIsHeard(String listening, String calling) throws Exception {
    int port = freePort();
    Process theirs = processes.other((listening + " " + port).split(" "));
    awaitListener(port);
    Process ours = processes.ours("connect", "127.0.0.1:" + port);
    var heard = hash(theirs);
    assertEquals(feed(ours, 3, MUCH_BYTES).get(), heard.get());
    Process listener = processes.ours("listen", "127.0.0.1:0");
    int number = Endpoint.parse(listening(listener)).port();
    Process caller = processes.other((calling + " " + number).split(" "));
    heard = hash(listener);
    assertEquals(feed(caller, 4, MUCH_BYTES).get(), heard.get());
  }

  @Test
  void itEndsWhenThePeerHasAndTheInputIsSilent() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      Process ours = processes.ours("connect", listener.local().uri(), "--wait", "0.1");
      listener.accept().close();
      assertEquals(0, status(ours));
      assertEquals("", said(ours));
    }
  }

  @Test
  void inputThatComesLongAfterThePeersEndIsStillSentByBothCommands() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      Process calling = processes.ours("connect", listener.local().uri());
      try (Connection peer = listener.accept()) {
        sendAfterTheEndOf(peer, calling);
      }
      Process listening = processes.ours("listen", "127.0.0.1:0");
      try (Connection peer = call(listening(listening))) {
        sendAfterTheEndOf(peer, listening);
      }
    }
  }

  private static void sendAfterTheEndOf(Connection peer, Process ours) throws Exception {
    say(ours, "one");
    peer.shutdownOutput(); // like a peer whose standard input is /dev/null
    assertEquals("one", new String(peer.source().readExactly(3), StandardCharsets.UTF_8));
    assertEquals(-1, ours.getInputStream().read());
    try (var _ = Deadline.after(Duration.ofMillis(1_200))) { // longer than any default timeout
      assertThrows(DeadlineExceededException.class, () -> peer.read(ByteBuffer.allocate(1)));
    }
    say(ours, "two");
    ours.getOutputStream().close();
    assertEquals("two", new String(peer.source().readAll(10), StandardCharsets.UTF_8));
    peer.close();
    assertEquals(0, status(ours));
  }

  @Test
  void withoutInputItEndsWhenThePeerDoesThoughTheInputIsOpen() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      Process ours = processes.ours("connect", listener.local().uri(), "--no-input");
      try (Connection peer = listener.accept()) {
        peer.sink().writeText("all").flush();
      }
      assertEquals("all", new String(ours.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      assertEquals(0, status(ours));
    }
  }

  @Test
  void aPeerWhoIsKilledWithUnreadBytesIsLostAndSaidSo() throws Exception {
    int port = freePort();
    Process theirs = processes.other("nc", "-l", "127.0.0.1", "" + port);
    awaitListener(port);
    Process ours = processes.ours("connect", "127.0.0.1:" + port, "--verbose");
    assertEquals("connected: tcp://127.0.0.1:" + port, ours.errorReader().readLine());
    Processes.signal(theirs, "STOP");
    say(ours, "nobody reads this");
    assertTrue(unread(port));
    theirs.destroyForcibly();
    assertEquals(1, status(ours));
    String sentence = ours.errorReader().readLine();
    assertTrue(sentence.contains("has reset the connection"), sentence);
  }

  /** Blocks until the process at this port has 17 unread bytes. */
  private static boolean unread(int port) throws IOException {
    String local = String.format(": 0100007F:%04X ", port);
    try (var _ = Deadline.after(Duration.ofSeconds(20))) {
      while (Files.readAllLines(Path.of("/proc/net/tcp")).stream()
          .noneMatch(line -> line.contains(local) && line.contains(" 01 00000000:00000011"))) {
        switchboard.net.spi.support.Waiting.park(local, 10_000_000);
      }
      return true;
    }
  }

  @Test
  void aReaderWhoHasHadEnoughEndsItWithoutAWord() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      Process ours = processes.ours("connect", listener.local().uri());
      try (var peer = listener.accept()) {
        peer.write(ByteBuffer.allocate(1_000));
        assertEquals(10, ours.getInputStream().readNBytes(10).length);
        ours.getInputStream().close();
        assertThrows(
            IOException.class,
            () -> {
              while (true) {
                peer.write(ByteBuffer.allocate(1_000));
              }
            });
      }
      assertEquals(1, status(ours));
      assertEquals("", said(ours));
    }
  }

  @Test
  void oneCallerIsTakenAndNoMore() throws Exception {
    Process ours = processes.ours("listen", "127.0.0.1:0", "--json");
    String first = ours.inputReader().readLine();
    String where = first.replaceAll(".*(tcp://[0-9.:]+).*", "$1");
    try (var caller = NETWORK.connect(where)) {
      assertTrue(ours.inputReader().readLine().startsWith("{\"event\":\"connected\","));
      assertThrows(ConnectionRefusedException.class, () -> NETWORK.connect(where));
      caller.sink().writeText("12345").flush();
      say(ours, "123");
      assertEquals("123", new String(caller.source().readExactly(3), StandardCharsets.UTF_8));
    }
    ours.getOutputStream().close();
    String closed = ours.inputReader().readLine();
    assertTrue(closed.endsWith("\"sent\":3,\"received\":5}"), closed);
    assertEquals(0, status(ours));
  }

  @Test
  void keptOpenTheNextCallerGetsTheRestOfTheInput() throws Exception {
    Process ours = processes.ours("listen", "127.0.0.1:0", "--keep-open", "--wait", "0.1");
    String where = listening(ours);
    say(ours, "one");
    try (var caller = call(where)) {
      assertEquals("one", new String(caller.source().readExactly(3), StandardCharsets.UTF_8));
      caller.sink().writeText("first,").shutdownOutput();
      assertEquals(-1, caller.read(ByteBuffer.allocate(1)));
    }
    try (var lost = call(where)) {
      say(ours, "two");
      assertEquals("two", new String(lost.source().readExactly(3), StandardCharsets.UTF_8));
      lost.abort();
    }
    assertTrue(ours.errorReader().readLine().startsWith("connection lost: tcp://127.0.0.1:"));
    say(ours, "three");
    ours.getOutputStream().close();
    try (var caller = call(where)) {
      assertEquals("three", new String(caller.source().readAll(10), StandardCharsets.UTF_8));
      caller.sink().writeText("third").shutdownOutput();
    }
    try (var late = call(where)) {
      assertEquals(-1, late.read(ByteBuffer.allocate(1)));
    }
    assertEquals(
        "first,third", new String(ours.getInputStream().readNBytes(11), StandardCharsets.UTF_8));
  }

  @Test
  void aProgramIsRunForEachCallerAndASignalEndsItAll() throws Exception {
    Process server = processes.ours("listen", "127.0.0.1:0", "--exec", "grep", "-e", "--json");
    String where = listening(server);
    for (int round = 0; round < 2; round++) {
      try (var caller = call(where)) {
        caller.sink().writeText("this is no --json\nnor this\n").shutdownOutput();
        assertEquals(
            "this is no --json\n",
            new String(caller.source().readAll(100), StandardCharsets.UTF_8));
      }
    }
    try (var waiting = call(where)) {
      Processes.signal(server, "TERM");
      // After the grace period the program is killed, which must not look like EOF.
      assertThrows(ConnectionLostException.class, () -> waiting.read(ByteBuffer.allocate(1)));
    }
    assertEquals(143, status(server));
  }

  @Test
  void aWordWithSpacesIsALineForTheShellAndErrorsAreTold() throws Exception {
    Process server =
        processes.ours(
            "listen", "127.0.0.1:0", "--exec", "echo $TCPREMOTEIP; echo oops >&2; exit 3");
    try (var caller = call(listening(server))) {
      assertEquals("127.0.0.1\n", new String(caller.source().readAll(100), StandardCharsets.UTF_8));
    }
    var lines = new StringBuilder();
    while (!lines.toString().contains(" exited with status 3")) {
      lines.append(server.errorReader().readLine()).append('\n');
    }
    assertTrue(lines.toString().matches("(?s)sh\\[\\d+]: oops\n.*"), lines.toString());
  }

  /**
   * The peer accepts and closes the connection immediately, so that its host answers all data with
   * a reset.
   */
  @Test
  void aPeerThatHasClosedEntirelyIsSaidToHaveLostTheInput() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      for (String command : new String[] {"connect", "connect --no-half-close", "chat"}) {
        String words = command.replaceFirst(" |$", " " + listener.local().uri() + " ").strip();
        Process ours = processes.ours(words.split(" +"));
        listener.accept().close();
        if (command.startsWith("connect")) {
          assertEquals(-1, ours.getInputStream().read()); // EOF has been received
        }
        say(ours, "hello\n");
        ours.getOutputStream().close();
        assertEquals(1, status(ours), command);
        String told = said(ours);
        assertTrue(told.contains("Connection reset by peer"), command + ": " + told);
      }
    }
  }

  @Test
  void aPeerThatHasClosedEntirelyLosesNothingWhereNothingIsSaid() throws Exception {
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      for (String command : new String[] {"connect", "chat"}) {
        Process ours = processes.ours(command, listener.local().uri());
        listener.accept().close();
        ours.getOutputStream().close();
        assertEquals(0, status(ours), command);
      }
    }
  }

  /**
   * Runs the command line of docs/layouts.md. The client sends nothing further before it receives
   * EOF.
   */
  @Test
  void theRecipeForACaptureGivesTheClientItsEnd() throws Exception {
    String page = Files.readString(Path.of("../docs/layouts.md"));
    String line =
        page.lines().filter(each -> each.contains("< <(tee capture)")).findFirst().orElseThrow();
    Path capture = scratch.resolve("capture");
    try (var listener = NETWORK.listen("127.0.0.1:0")) {
      String ours = Processes.definition() + "export -f switchboard; ";
      Process relay =
          processes.shell(
              ours
                  + line.replaceFirst("[$] ", "")
                      .replace(" :7000", " 127.0.0.1:0")
                      .replace("HOST:PORT", listener.local().uri())
                      .replace("tee capture", "tee " + capture));
      try (var client = call(listening(relay));
          var server = listener.accept();
          var _ = Deadline.after(Duration.ofSeconds(20))) {
        client.sink().writeText("request").flush();
        assertEquals("request", new String(server.source().readExactly(7), StandardCharsets.UTF_8));
        server.sink().writeText("response").shutdownOutput();
        assertEquals("response", new String(client.source().readAll(100), StandardCharsets.UTF_8));
      }
      assertEquals("request", Files.readString(capture));
    }
  }

  @Test
  void anEchoOfProcesses() throws Exception {
    Process server = processes.ours("echo", "--listen", "127.0.0.1:0", "--strategy", "process");
    String where = listening(server);
    try (var caller = call(where)) {
      caller.sink().writeText("hello").flush();
      assertEquals("hello", new String(caller.source().readExactly(5), StandardCharsets.UTF_8));
      assertEquals(1, server.children().count());
      caller.shutdownOutput();
      assertEquals(-1, caller.read(ByteBuffer.allocate(1)));
    }
    Processes.signal(server, "TERM");
    assertEquals(143, status(server));
  }

  @Test
  void netcatTalksDatagramsWithWhoListens() throws Exception {
    Process ours = processes.ours("listen", "udp://127.0.0.1:0");
    String port = "" + Endpoint.parse(listening(ours)).port();
    Process theirs = processes.other("nc", "-u", "127.0.0.1", port);
    say(theirs, "hello\n");
    assertEquals("hello", ours.inputReader().readLine());
    try (Datagrams stranger =
        NETWORK.connectDatagrams(Endpoint.parse("udp://127.0.0.1:" + port), Options.none())) {
      stranger.send(ByteBuffer.wrap("strange\n".getBytes(StandardCharsets.UTF_8)));
    }
    say(ours, "hello yourself\n");
    assertEquals("hello yourself", theirs.inputReader().readLine());
    say(theirs, "bye\n");
    assertEquals("bye", ours.inputReader().readLine());
  }
}
