package switchboard.cli.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.chat.Chat;
import switchboard.chat.LineChatHandler;
import switchboard.cli.Pane;
import switchboard.net.Connection;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.server.Server;

/**
 * Tests {@code chat} at a real terminal: typing while lines are received. Tests with exactly one
 * caller use Unix sockets, because a port scan could connect to a TCP port.
 */
@Tag("slow")
class ChatTerminalTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:01:30Z");

  @TempDir private Path scratch = Path.of("");
  private Server hub;
  private String endpoint;

  @BeforeEach
  void start() throws IOException {
    var chat = new Chat(InstantSource.fixed(NOON), ZoneOffset.UTC);
    hub = Server.listen("127.0.0.1:0", new LineChatHandler(chat)); // greets immediately
    endpoint = hub.endpoint().toString();
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private Pane ann(String... options) throws Exception {
    var arguments = new java.util.ArrayList<>(List.of("chat", endpoint, "--nick", "ann"));
    arguments.addAll(List.of(options));
    return isIn(Pane.start(scratch, arguments.toArray(String[]::new))).endsWith(">");
  }

  /**
   * Waits until the hub has accepted the nick, so that a client that is started after this call
   * enters the hub after this client.
   */
  private static Pane isIn(Pane ann) throws IOException {
    ann.until("ann in hall", rows -> rows.stream().anyMatch(r -> r.startsWith("-- you are ann,")));
    return ann;
  }

  private Connection bob() throws IOException {
    Connection bob = Network.system().connect(endpoint);
    say(bob, "bob\n");
    for (String line = ""; !line.contains("/help lists"); line = bob.source().readLine(9999)) {
      assertFalse(line == null);
    }
    return bob;
  }

  private static void say(Connection connection, String text) throws IOException {
    connection.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aHalfTypedLineSurvivesWhatOthersSayAndIsSeenOnceWhenItIsSaid() throws Exception {
    try (Pane ann = ann();
        Connection bob = bob()) {
      ann.shows("-- bob has joined").types("half a l");
      ann.endsWith("> half a l");
      for (int i = 1; i <= 20; i++) {
        say(bob, "line " + i + "\n");
      }
      ann.shows("#20 12:01 bob: line 20").endsWith("> half a l");
      ann.types("ine").presses("Enter").shows("#21 12:01 ann: half a line").endsWith(">");
      List<String> rows = ann.rows();
      assertFalse(rows.contains("> half a line"), rows.toString());
      for (int i = 1; i <= 20; i++) {
        assertTrue(rows.contains("#" + i + " 12:01 bob: line " + i), rows.toString());
      }
      ann.types("/who").presses("Enter").shows("> /who").shows("-- in hall (2): ann, bob");
    }
  }

  @Test
  void upFindsEarlierLinesAlsoOfAnotherTimeAndTabCompletes() throws Exception {
    try (Pane ann = ann();
        Connection _ = bob()) {
      ann.shows("-- bob has joined").types("don't \\worry!!").presses("Enter");
      ann.shows("#1 12:01 ann: don't \\worry!!").endsWith(">");
      ann.presses("Up").endsWith("> don't \\worry!!").presses("C-c").endsWith(">");
      ann.types("B").presses("Tab").endsWith("> bob:").types("hi").endsWith("> bob: hi");
      ann.presses("C-c").endsWith(">").types("/wh").presses("Tab").endsWith("> /who");
      ann.presses("C-u").types("/msg bo").presses("Tab").endsWith("> /msg bob");
      ann.presses("C-u").endsWith(">").presses("C-d");
      ann.shows("-- goodbye, ann");
      ann.ends(0);
    }
    Path history = scratch.resolve("switchboard/chat-history");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(history)));
    try (Pane again = ann()) {
      again.shows("-- What you type is sent to this room; /help lists the commands.");
      again.presses("Up").endsWith("> don't \\worry!!");
    }
    try (Pane secret = ann("--no-history")) {
      secret.shows("-- What you type is sent to this room; /help lists the commands.");
      secret
          .presses("Up")
          .types("mum")
          .endsWith("> mum")
          .presses("Enter")
          .shows("#1 12:01 ann: mum");
    }
    assertFalse(Files.readString(history).contains("mum"));
  }

  @Test
  void aHostilePeerDoesNotSteerTheTerminal() throws Exception {
    try (Listener listener = Network.system().listen("127.77.0.6:0");
        Pane ann = Pane.start(scratch, "chat", listener.local().uri(), "--nick", "ann");
        Connection peer = listener.accept()) {
      ann.shows("-- " + listener.local().uri() + " is connected; Ctrl-D leaves");
      ann.types("mine").endsWith("> mine");
      say(peer, "\u001b]0;owned\u0007\u001b[2J\u001b[H\rgone \u202Eevil\u009b2J\b\b\n");
      ann.shows("␛]0;owned␇␛[2J␛[H␍gone \\u202eevil\\u009b2J␈␈").endsWith("> mine");
      ann.shows("-- this peer is not a switchboard hub, so it does not receive --nick");
      ann.shows("-- " + listener.local().uri() + " is connected; Ctrl-D leaves");
      assertFalse(ann.tell("#{pane_title}").contains("owned"));
      say(peer, "no end");
      ann.shows("no end").presses("Enter").endsWith(">");
      assertEquals("mine", peer.source().readLine(99));
      peer.abort();
      ann.until("the reset", rows -> rows.toString().contains("has reset the connection"));
      ann.ends(1);
    }
  }

  @Test
  void controlCEndsWhatHangsAndTheTerminalIsAsBefore() throws Exception {
    try (Listener listener = Network.system().listen("unix://" + scratch.resolve("peer"));
        Pane ann = Pane.start(scratch, "chat", listener.local().uri(), "--nick", "ann");
        Connection peer = listener.accept()) {
      say(peer, "-- Welcome to the switchboard. It never answers, though.\n");
      ann.shows("> ann").endsWith(">").types("this waits for an answer").presses("Enter");
      ann.endsWith("> this waits for an answer");
      assertEquals("ann", peer.source().readLine(99));
      // Ctrl-C is pressed repeatedly, because the first Ctrl-C may arrive before the line is
      // accepted.
      ann.until("the end", _ -> isInterrupted(ann.presses("C-c").rows()));
      ann.types("x y").until("what is typed", rows -> rows.getLast().endsWith("x y"));
    }
  }

  private static boolean isInterrupted(List<String> rows) {
    return rows.stream().anyMatch(row -> row.endsWith("status 130"));
  }

  @Test
  void aNarrowWindowHoldsALineThatIsLongerThanItAndWideCharacters() throws Exception {
    var narrow = new Pane.Kind(40, List.of());
    String typed = "日本語で書く 0123456789 0123456789 0123456789 ü";
    try (Pane ann = isIn(Pane.start(narrow, scratch, "chat", endpoint, "--nick", "ann"));
        Connection bob = bob()) {
      ann.shows("-- bob has joined").types(typed);
      String whole = "> " + typed;
      ann.until(
          whole, rows -> String.join("", rows).replace(" ", "").endsWith(whole.replace(" ", "")));
      say(bob, "x".repeat(100) + "語\n");
      ann.until(
          "both, whole",
          rows -> {
            String screen = String.join("", rows).replace(" ", "");
            return screen.endsWith("x".repeat(100) + "語" + whole.replace(" ", ""));
          });
      ann.resize(70).until(whole, rows -> rows.getLast().equals(whole));
      ann.presses("Enter").shows("#2 12:01 ann: " + typed).endsWith(">");
    }
  }

  @Test
  void twoPeopleAtTwoTerminalsTalkAndAThirdIsToldSo() throws Exception {
    String where = "unix://" + scratch.resolve("two");
    try (Pane server = Pane.start(scratch, "chat", "--listen", where)) {
      server.shows("listening on " + where);
      try (Pane client = Pane.start(scratch, "chat", where)) {
        client.shows("-- " + where + " is connected; Ctrl-D leaves");
        server.shows("-- a caller has connected; Ctrl-D leaves").endsWith(">");
        try (Connection third = Network.system().connect(where)) {
          assertEquals("-- busy: another caller is already connected", third.source().readLine(99));
        }
        server.types("who is there?").presses("Enter").shows("> who is there?");
        client.shows("who is there?").types("me, ünd").presses("Enter");
        server.shows("me, ünd").types("bye").endsWith("> bye");
        client.presses("C-d");
        client.ends(0);
        server.shows("-- the other side has closed the connection");
        server.ends(0);
      }
    }
  }

  @Test
  void aTerminalThatCanNotEditGetsPlainLinesWithoutEscapes() throws Exception {
    var dumb = new Pane.Kind(80, List.of("TERM=dumb"));
    try (Pane ann = Pane.start(dumb, scratch, "chat", endpoint)) {
      ann.until("the greeting", rows -> rows.toString().contains("What is your name?"));
      ann.types("ann").presses("Enter").shows("-- you are ann, in hall, alone so far");
      ann.types("hello").presses("Enter").shows("#1 12:01 ann: hello").presses("C-d");
      ann.ends(0);
    }
  }
}
