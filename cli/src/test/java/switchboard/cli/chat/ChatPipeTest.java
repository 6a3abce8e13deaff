package switchboard.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.chat.Chat;
import switchboard.chat.LineChatHandler;
import switchboard.cli.Main;
import switchboard.cli.Tool;
import switchboard.cli.command.Status;
import switchboard.net.Network;
import switchboard.server.Server;

/** Tests {@code chat} in pipes, with a hub, nc and the chat programs of Python tutorials. */
@Tag("slow")
class ChatPipeTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:01:30Z");
  private static final String GREETING =
      "-- Welcome to the switchboard. What is your name? (press Enter for guest1)\n";

  /**
   * The address is not 127.0.0.1, because a scan of that address by another test could become the
   * only caller.
   */
  private static final String LISTEN = "127.77.0.3:0";

  /** A server for one client and lines of text. An empty read means EOF. */
  private static final String PYTHON_SERVER =
      """
      import socket
      server = socket.socket()
      server.bind(("127.77.0.4", 0))
      server.listen()
      print(server.getsockname()[1], flush=True)
      client, address = server.accept()
      client.sendall("hello from python\\n".encode())
      while data := client.recv(1024):
          client.sendall("you said ".encode() + data)
      print("gone")
      client.close()
      """;

  private static final String PYTHON_CLIENT =
      """
      import socket, sys
      host, port = sys.argv[1].removeprefix("tcp://").split(":")
      client = socket.create_connection((host, int(port)))
      for line in "Grüße", "bye":
          client.sendall((line + "\\n").encode())
          print("Received from server:", client.recv(1024).decode(), end="", flush=True)
      client.close()
      """;

  private final List<Process> started = new ArrayList<>();

  @TempDir private Path scratch = Path.of("");

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  private Process run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }

  private Process chat(String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-Xmx64m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName(), "chat"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private Process python(String script, String... arguments) throws IOException {
    Tool.require("python3");
    Path file = Files.writeString(scratch.resolve("script.py"), script);
    var command = new ArrayList<>(List.of("python3", "-X", "utf8", file.toString()));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private static Process types(Process process, String text) throws IOException {
    process.getOutputStream().write(text.getBytes(UTF_8));
    process.getOutputStream().flush();
    return process;
  }

  private static Process pipes(Process process, String text) throws IOException {
    types(process, text).getOutputStream().close();
    return process;
  }

  /** Waits for the exit status, and returns the complete output. */
  private static String said(Process process, int status) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the process does not exit");
    if (process.exitValue() != status) {
      fail("status " + process.exitValue() + ": " + said + errors(process));
    }
    return said;
  }

  private static String errors(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), UTF_8);
  }

  private static String listening(Process process) throws IOException {
    String line = process.errorReader().readLine();
    assertTrue(line.startsWith("listening on "), line);
    return line.substring("listening on ".length());
  }

  /** Starts a hub that sends its greeting immediately. */
  private static Server hub() throws IOException {
    var chat = new Chat(InstantSource.fixed(NOON), ZoneOffset.UTC);
    return Server.listen("127.77.0.2:0", new LineChatHandler(chat));
  }

  @Test
  void aHubIsToldTheNameFirstAndThenWhatCameFromThePipe() throws Exception {
    try (Server hub = hub()) {
      String endpoint = hub.endpoint().toString();
      Process ann = pipes(chat(endpoint, "--nick", "ann", "--room", "tea"), "one\ntwo");
      String rest =
          """
          -- you are ann, in hall, alone so far
          -- What you type is sent to this room; /help lists the commands.
          -- you are ann, in tea, alone so far
          tea#1 12:01 ann: one
          tea#2 12:01 ann: two
          -- goodbye, ann
          """;
      assertEquals(GREETING + rest, said(ann, Status.SUCCESS));
      assertEquals("> ann\n> /join tea\n", errors(ann));
    }
  }

  @Test
  void aNameThatIsTakenEndsAPipeBeforeAnythingIsSaid() throws Exception {
    try (Server hub = hub();
        var other = Network.system().connect(hub.endpoint())) {
      other.write(ByteBuffer.wrap("ann\n".getBytes(UTF_8)));
      while (!String.valueOf(other.source().readLine(9999)).contains("you are ann")) {
        // The loop skips the greeting.
      }
      Process ann = pipes(chat(hub.endpoint().toString(), "--nick", "ann", "--json"), "bob\n");
      String said = said(ann, Status.POLICY);
      assertTrue(
          said.lines().toList().getLast().startsWith("{\"event\":\"error\",\"status\":4,"), said);
      assertEquals(
          "> ann\nswitchboard: the hub says: the name ann is already in use; choose another"
              + " --nick\n",
          errors(ann));
    }
  }

  @Test
  void theChatServerOfTheTextsIsTalkedToAndTellsNoNameToIt() throws Exception {
    Process server = python(PYTHON_SERVER);
    String port = server.inputReader().readLine();
    Process chat = pipes(chat("127.77.0.4:" + port, "--nick", "ann"), "Grüße\nbye\n");
    String said = said(chat, Status.SUCCESS);
    assertTrue(said.startsWith("hello from python\nyou said Grüße\n"), said);
    assertTrue(said.endsWith("bye\n"), said);
    assertEquals(
        "-- this peer is not a switchboard hub, so it does not receive --nick\n", errors(chat));
    assertEquals("gone", server.inputReader().readLine());
  }

  @Test
  void theChatClientOfTheTextsIsAnsweredAndItsLeavingEndsTheChat() throws Exception {
    Process chat = chat("--listen", LISTEN);
    Process client = python(PYTHON_CLIENT, listening(chat));
    assertEquals("Grüße", chat.inputReader(UTF_8).readLine());
    types(chat, "hello, Python\n");
    assertEquals("bye", chat.inputReader(UTF_8).readLine());
    types(chat, "bye, Python\n");
    assertEquals(
        "Received from server: hello, Python\nReceived from server: bye, Python\n",
        said(client, 0));
    assertEquals("-- the other side has closed the connection", chat.errorReader().readLine());
    said(chat, Status.SUCCESS);
  }

  @Test
  void netcatCallsAndIsCalled() throws Exception {
    Tool.require("nc");
    Path socket = scratch.resolve("s");
    Process server = chat("--listen", "unix://" + socket);
    pipes(server, "hello, nc\n");
    listening(server);
    assertEquals("hello, nc\n", said(pipes(run("nc", "-N", "-U", "" + socket), "it's me"), 0));
    assertEquals("it's me\n", said(server, Status.SUCCESS));

    Path other = scratch.resolve("o");
    Process nc = pipes(run("nc", "-l", "-N", "-U", "" + other), "\u001b[2Jboo\n");
    awaitThat(other);
    Process client = pipes(chat("unix://" + other, "--json"), "hello\n");
    assertEquals(
        "{\"event\":\"line\",\"line\":\"␛[2Jboo\"}\n"
            + ("{\"event\":\"closed\",\"endpoint\":\"unix://" + other + "\"}\n"),
        said(client, Status.SUCCESS));
    assertEquals("hello\n", said(nc, 0));
  }

  private static void awaitThat(Path exists) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!Files.exists(exists)) {
      assertTrue(System.nanoTime() - end < 0, exists + " does not appear");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Test
  void aResetEndsWithOneAndAnOrderlyEndWithNothing() throws Exception {
    try (var listener = Network.system().listen("127.77.0.5:0")) {
      Process chat = chat(listener.local().uri());
      try (var peer = listener.accept()) {
        types(chat, "hello\n");
        assertEquals("hello", peer.source().readLine(99));
        peer.abort();
      }
      assertEquals("", said(chat, Status.NETWORK));
      assertTrue(errors(chat).contains("has reset the connection"));
    }
  }
}
