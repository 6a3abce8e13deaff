package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.ConnectionLostException;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests how a chat client recognises a hub and what it sends, over a network in memory. */
class ChatClientTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:01:30Z");

  private final ManualTicker ticker = new ManualTicker();
  private final Network network = MemoryEngine.network();
  private final Chat chat = new Chat(InstantSource.fixed(NOON), ZoneOffset.UTC);
  private final Peer.Notes notes = new Peer.Notes();
  private final TestScope scope = new TestScope();

  @AfterEach
  void close() {
    scope.close();
    network.close();
  }

  private Server hub() throws IOException {
    return scope.add(
        Server.builder(new LineChatHandler(chat))
            .network(network)
            .listen("tcp://127.0.0.1:0")
            .start());
  }

  private ChatClient with(Server hub, String nick, String room) throws IOException {
    var connection = network.connect(hub.endpoint(), Options.none());
    return scope.add(new ChatClient(connection, new Introduction(nick, room)));
  }

  private ChatClient with(Peer peer, Introduction introduction) {
    return scope.add(new ChatClient(peer.caller(), introduction));
  }

  private Peer peer() throws IOException {
    return scope.add(new Peer(network));
  }

  /**
   * Starts a task that runs {@code listen} with the ticker of the test. The result of the task is
   * the list of all recorded events.
   */
  private TestTask<List<String>> listening(ChatClient conversation) {
    return scope.call(() -> {
      ticker.run(() -> assertDoesNotThrow(() -> conversation.listen(notes)));
      return notes.all();
    });
  }

  @Test
  void aHubIsRecognisedAndThePersonIntroduced() throws Exception {
    try (var conversation = with(hub(), "ann", "tea")) {
      var heard = listening(conversation);
      assertEquals(
          List.of(
              "-- Welcome to the switchboard. What is your name? (press Enter for guest1)",
              "> ann",
              "> /join tea",
              "-- you are ann, in hall, alone so far",
              "-- What you type is sent to this room; /help lists the commands.",
              "-- you are ann, in tea, alone so far"),
          notes.until("-- you are ann, in tea, alone so far"));
      assertTrue(conversation.isHub());
      conversation.send("hello");
      notes.until("tea#1 12:01 ann: hello");
      conversation.shutdownOutput();
      assertEquals("-- goodbye, ann", heard.result().getLast());
    }
  }

  @Test
  void whatIsSaidBeforeTheIntroductionIsOverWaitsForIt() throws Exception {
    try (var conversation = with(hub(), "ann", "")) {
      var said = scope.start(() -> conversation.send("hello"));
      var heard = listening(conversation);
      assertTrue(said.result());
      notes.until("#1 12:01 ann: hello");
      conversation.shutdownOutput();
      heard.result();
    }
  }

  @Test
  void aNameThatIsTakenIsToldAndTheQuestionStaysOpen() throws Exception {
    Server hub = hub();
    try (var _ = Guest.named("ann", hub, network);
        var conversation = with(hub, "ann", "")) {
      var heard = listening(conversation);
      var told = notes.until("refused: -- the name ann is already in use");
      assertEquals("-- What is your name?", told.get(told.size() - 2));
      conversation.send("bob");
      notes.until("-- you are bob, in hall with: ann");
      conversation.shutdownOutput();
      heard.result();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"220 mail.example.org ESMTP", "-- Welcome to another place", "", "hi"})
  void nothingIsSentToAPeerWhoGreetsOtherwise(String greeting) throws Exception {
    Peer peer = peer();
    var conversation = with(peer, new Introduction("ann", "tea"));
    var heard = listening(conversation);
    peer.says(greeting + "\n");
    assertEquals(List.of(greeting, "unrecognised"), notes.until("unrecognised"));
    assertFalse(conversation.isHub());
    conversation.send("typed");
    assertEquals("typed", peer.hears());
    assertEquals(List.of(), conversation.commands());
    peer.connection().close();
    heard.result();
  }

  @Test
  void aPeerWhoIsSilentForThreeSecondsIsNoHub() throws Exception {
    Peer peer = peer();
    var conversation = with(peer, new Introduction("ann", ""));
    var heard = listening(conversation);
    ticker.awaitParked(1);
    ticker.advance(ChatClient.GREETED_WITHIN.minusNanos(1));
    ticker.awaitParked(1);
    assertEquals(List.of(), notes.all());
    ticker.advance(Duration.ofNanos(1));
    notes.until("unrecognised");
    peer.says("late\n").connection().close();
    assertEquals(List.of("unrecognised", "late"), heard.result());
  }

  @Test
  void nobodyIsSentAnythingThatThePersonDidNotSay() throws Exception {
    Peer peer = peer();
    var conversation = with(peer, Introduction.none());
    var heard = listening(conversation);
    peer.says("-- Welcome to the switchboard. Be my guest\n");
    peer.sends(new byte[] {(byte) 255, (byte) 253, 24, '\n'}); // telnet: DO TERMINAL-TYPE
    notes.until("-- Welcome to the switchboard. Be my guest");
    conversation.shutdownOutput();
    assertNull(peer.hears());
    peer.connection().close();
    heard.result();
  }

  @Test
  void aHubSaysBackWhatIsSaidAndNotWhatIsAskedFor() throws Exception {
    Server hub = hub();
    try (var conversation = with(hub, "ann", "")) {
      assertFalse(conversation.isEchoed("hello"), "before a room is entered");
      listening(conversation);
      notes.until("-- you are ann, in hall, alone so far");
      assertTrue(conversation.isEchoed("hello"));
      assertTrue(conversation.isEchoed("//etc"));
      assertTrue(conversation.isEchoed("/me waves"));
      for (String other : List.of("", " ", "/who", "/me", "/msg ann x")) {
        assertFalse(conversation.isEchoed(other), other);
      }
      conversation.send("/echo off");
      notes.until("-- your own messages are hidden now");
      assertFalse(conversation.isEchoed("hello"));
      conversation.send("/echo on");
      notes.until("-- your own messages are shown now");
      conversation.send("/part");
      notes.until("-- you have left hall; /join another");
      assertFalse(conversation.isEchoed("hello"));
    }
  }

  @Test
  void thePeopleAndTheCommandsOfAHubAreKnown() throws Exception {
    Server hub = hub();
    try (var eve = Guest.named("eve", hub, network);
        var conversation = with(hub, "ann", "")) {
      listening(conversation);
      notes.until("-- you are ann, in hall with: eve");
      assertEquals(List.of("eve"), conversation.nicks());
      var bob = Guest.named("bob", hub, network);
      notes.until("-- bob has joined");
      assertEquals(List.of("bob", "eve"), conversation.nicks());
      eve.says("hm");
      notes.until("#1 12:01 eve: hm");
      assertEquals(List.of("eve", "bob"), conversation.nicks());
      bob.says("/nick bill");
      notes.until("-- bob is now called bill");
      assertEquals(List.of("bill", "eve"), conversation.nicks());
      bob.close();
      notes.until("-- bill has lost the connection");
      assertEquals(List.of("eve"), conversation.nicks());
      conversation.send("/who");
      notes.until("-- in hall (2): ann, eve");
      assertEquals(List.of("eve", "ann"), conversation.nicks());
      assertTrue(conversation.commands().containsAll(List.of("/help", "/me", "/who")));
    }
  }

  @Test
  void aResetIsNoEnd() throws Exception {
    Peer peer = peer();
    var conversation = with(peer, Introduction.none());
    var lost = scope.start(() -> conversation.listen(notes));
    peer.says("last words\n");
    notes.until("last words");
    peer.connection().abort();
    lost.failure(ConnectionLostException.class);
  }

  @Test
  void anIntroductionThatIsNoNameIsRefusedAtOnce() {
    for (String bad : List.of("a b", "7", "/quit", "a\nb", " ")) {
      assertThrows(IllegalArgumentException.class, () -> new Introduction(bad, ""), bad);
      assertThrows(IllegalArgumentException.class, () -> new Introduction("", bad), bad);
    }
    assertEquals("#tea", new Introduction("", "#tea").room());
  }
}
