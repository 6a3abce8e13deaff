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
import switchboard.net.ConnectionLostException;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.server.Server;
import switchboard.testing.ManualTicker;
import switchboard.testing.MemoryEngine;
import switchboard.testing.Scope;
import switchboard.testing.Task;

/** The client's side of a chat, in memory: whom it takes for a hub, and what it sends to whom. */
class ConversationTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:01:30Z");

  private final ManualTicker ticker = new ManualTicker();
  private final Network network = MemoryEngine.network();
  private final Chat chat = new Chat(InstantSource.fixed(NOON), ZoneOffset.UTC);
  private final Peer.Notes notes = new Peer.Notes();
  private final Scope scope = new Scope();

  @AfterEach
  void close() {
    scope.close();
    network.close();
  }

  private Server hub() throws IOException {
    return scope.add(
        Server.of(new PersonService(chat)).network(network).on("tcp://127.0.0.1:0").start());
  }

  private Conversation with(Server hub, String nick, String room) throws IOException {
    var connection = network.connect(hub.endpoint(), Options.none());
    return scope.add(new Conversation(connection, new Introduction(nick, room)));
  }

  private Conversation with(Peer peer, Introduction introduction) {
    return scope.add(new Conversation(peer.caller(), introduction));
  }

  private Peer peer() throws IOException {
    return scope.add(new Peer(network));
  }

  /** Listens by the clock that the test turns; what was noted in the end. */
  private Task<List<String>> listening(Conversation conversation) {
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
              "-- Welcome to the switchboard. What is your name? (Enter alone: guest1)",
              "> ann",
              "> /join tea",
              "-- you are ann, in hall, alone so far",
              "-- What you type is said there; /help tells what else you can do.",
              "-- you are ann, in tea, alone so far"),
          notes.until("-- you are ann, in tea, alone so far"));
      assertTrue(conversation.isWithHub());
      conversation.say("hello");
      notes.until("tea#1 12:01 ann: hello");
      conversation.finish();
      assertEquals("-- goodbye, ann", heard.result().getLast());
    }
  }

  @Test
  void whatIsSaidBeforeTheIntroductionIsOverWaitsForIt() throws Exception {
    try (var conversation = with(hub(), "ann", "")) {
      var said = scope.start(() -> conversation.say("hello"));
      var heard = listening(conversation);
      assertTrue(said.result());
      notes.until("#1 12:01 ann: hello");
      conversation.finish();
      heard.result();
    }
  }

  @Test
  void aNameThatIsTakenIsToldAndTheQuestionStaysOpen() throws Exception {
    Server hub = hub();
    try (var _ = Guest.named("ann", hub, network);
        var conversation = with(hub, "ann", "")) {
      var heard = listening(conversation);
      var told = notes.until("refused: -- somebody is called ann already");
      assertEquals("-- What is your name?", told.get(told.size() - 2));
      conversation.say("bob");
      notes.until("-- you are bob, in hall with: ann");
      conversation.finish();
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
    assertFalse(conversation.isWithHub());
    conversation.say("typed");
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
    ticker.advance(Conversation.GREETED_WITHIN.minusNanos(1));
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
    peer.sends(new byte[] {(byte) 255, (byte) 253, 24, '\n'}); // telnet: do tell your terminal
    notes.until("-- Welcome to the switchboard. Be my guest");
    conversation.finish();
    assertNull(peer.hears());
    peer.connection().close();
    heard.result();
  }

  @Test
  void aHubSaysBackWhatIsSaidAndNotWhatIsAskedFor() throws Exception {
    Server hub = hub();
    try (var conversation = with(hub, "ann", "")) {
      assertFalse(conversation.isSaidBack("hello"), "nobody sits anywhere yet");
      listening(conversation);
      notes.until("-- you are ann, in hall, alone so far");
      assertTrue(conversation.isSaidBack("hello"));
      assertTrue(conversation.isSaidBack("//etc"));
      assertTrue(conversation.isSaidBack("/me waves"));
      for (String other : List.of("", " ", "/who", "/me", "/msg ann x")) {
        assertFalse(conversation.isSaidBack(other), other);
      }
      conversation.say("/echo off");
      notes.until("-- you no longer hear yourself");
      assertFalse(conversation.isSaidBack("hello"));
      conversation.say("/echo on");
      notes.until("-- you hear yourself again");
      conversation.say("/part");
      notes.until("-- you have left hall; /join another");
      assertFalse(conversation.isSaidBack("hello"));
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
      notes.until("-- bob has come");
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
      conversation.say("/who");
      notes.until("-- in hall, 2: ann, eve");
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
