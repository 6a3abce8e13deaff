package switchboard.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.server.Server;

/** Tests a hub with common client programs, such as nc and curl, on a real port. */
@Tag("slow")
class ClientsTest {
  private static final Instant JUST_AFTER_NOON =
      LocalDateTime.of(2026, 5, 4, 12, 1).atZone(ZoneId.systemDefault()).toInstant();

  @TempDir private Path folder;
  private Server hub;
  private String port;

  @BeforeEach
  void start() throws IOException {
    hub =
        new Hub()
            .clock(() -> JUST_AFTER_NOON)
            .start(Network.system(), List.of(Endpoint.parse("tcp://127.0.0.1:0")));
    port = String.valueOf(hub.endpoint().port());
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Program nc(String... options) throws IOException {
    var command = new ArrayList<>(List.of("nc"));
    command.addAll(List.of(options));
    command.addAll(List.of("127.0.0.1", port));
    return Program.start(command.toArray(String[]::new));
  }

  private Program python(String script, String... arguments) throws IOException {
    Path file = folder.resolve(script);
    try (InputStream source = getClass().getResourceAsStream(script)) {
      Files.copy(Objects.requireNonNull(source, script), file);
    }
    var command = new ArrayList<>(List.of("python3", "-u", file.toString(), port));
    command.addAll(List.of(arguments));
    return Program.start(command.toArray(String[]::new));
  }

  @Test
  void twoPeopleWithNetcatChat() throws Exception {
    try (Program ann = nc();
        Program bob = nc()) {
      ann.shows("What is your name?").types("ann").shows("you are ann, in hall, alone so far");
      bob.shows("What is your name?").types("bob").shows("you are bob, in hall with: ann");
      ann.shows("-- bob has joined").types("hello, Bob");
      bob.shows("#1 12:01 ann: hello, Bob").types("hello, Ann");
      ann.shows("#2 12:01 bob: hello, Ann").types("/quit").shows("-- goodbye, ann");
      bob.shows("-- ann has left");
      // OpenBSD's nc exits only at EOF of its input, even if the hub has closed the connection.
      assertTrue(ann.hangsUp().endsWith(0).endsWith("goodbye, ann\n"));
    }
  }

  @Test
  void netcatInAPipeIsHeardToItsLastLine() throws Exception {
    try (Program bob = nc();
        Program ann = nc("-N")) {
      bob.types("bob").shows("alone so far");
      ann.types("ann").types("one").types("two").hangsUp();
      String seen = ann.endsWith(0);
      assertTrue(seen.endsWith("#1 12:01 ann: one\n#2 12:01 ann: two\n-- goodbye, ann\n"), seen);
      bob.shows("#2 12:01 ann: two\n-- ann has left");
    }
  }

  @Test
  void theHubTellsNetcatThatItCloses() throws Exception {
    try (Program ann = nc()) {
      ann.types("ann").shows("/help lists");
      hub.close();
      String seen = ann.hangsUp().endsWith(0);
      assertTrue(seen.endsWith("-- the switchboard is closing; goodbye, ann\n"), seen);
    }
  }

  @Test
  void theTutorialsChatClientDoesNotHang() throws Exception {
    try (Program client = python("tutorial_chat.py")) {
      String seen = client.endsWith(0);
      assertEquals(4, seen.split("Received from server: --", -1).length - 1, seen);
    }
  }

  @Test
  void twentyPersonsInOnePythonThreadHearTheSame() throws Exception {
    try (Program client = python("selectors_chat.py")) {
      assertEquals("20 persons, 1 order\n", client.endsWith(0));
    }
  }

  @Test
  void asyncioStreamsChatAndPartInOrder() throws Exception {
    try (Program client = python("asyncio_chat.py")) {
      assertEquals(
          """
          #1 12:01 ann: Grüße, bob
          #2 12:01 * bob nods
          -- goodbye, bob
          -- bob has left
          b''
          """,
          client.endsWith(0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"line", "character"})
  void telnetAtATerminalEditsItsLinesInEitherMode(String mode) throws Exception {
    Program.require("telnet");
    try (Program client = python("terminal_chat.py", mode)) {
      assertEquals(
          """
          hello
          one two
          after an interrupt
          after Erase Character
          """,
          client.endsWith(0));
    }
  }

  @Test
  void theHubEditsTheLinesOfATerminalThatSendsEachKey() throws Exception {
    Program.require("nc");
    try (Program client = python("terminal_chat.py", "keys")) {
      assertEquals("hello\none two\n", client.endsWith(0));
    }
  }

  @Test
  void curlIsToldWhatThisPortUnderstands() throws Exception {
    String address = "http://127.0.0.1:" + port + "/";
    try (Program curl = Program.start("curl", "-sS", "-i", address)) {
      String seen = curl.endsWith(0);
      assertTrue(seen.startsWith("HTTP/1.1 501 Not Implemented"), seen);
      assertTrue(seen.endsWith("call it with nc or telnet.\n"), seen);
    }
    try (Program curl = Program.start("curl", "-sS", "-I", address)) {
      assertTrue(curl.endsWith(0).startsWith("HTTP/1.1 501 "));
    }
  }

  @Test
  void curlIsToldAlsoWhileItUploads() throws Exception {
    Path file = Files.write(folder.resolve("large"), new byte[4_000_000]);
    String address = "http://127.0.0.1:" + port + "/up";
    try (Program curl = Program.start("curl", "-sS", "-i", "-T", file.toString(), address)) {
      curl.shows("501 Not Implemented");
    }
  }
}
