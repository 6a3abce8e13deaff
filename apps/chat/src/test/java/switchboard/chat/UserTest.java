package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** Tests the answers to the lines that one member sends, over a network in memory. */
class UserTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:01:30Z");

  private final Network network = MemoryEngine.network();
  private final Chat chat = new Chat(InstantSource.fixed(NOON), ZoneOffset.UTC, ChatLimits.none());
  private Server server;

  @BeforeEach
  void start() throws IOException {
    server =
        Server.builder(new LineChatHandler(chat))
            .network(network)
            .listen("tcp://127.0.0.1:0")
            .start();
  }

  @AfterEach
  void close() {
    server.close();
    network.close();
  }

  private Guest guest() throws IOException {
    return Guest.at(server, network);
  }

  private Guest named(String nick) throws IOException {
    return Guest.named(nick, server, network);
  }

  @Test
  void aLineIsSaidWithNumberAndTimeAndItsSpeakerHearsIt() throws Exception {
    try (Guest ann = named("ann");
        Guest bob = named("bob")) {
      assertEquals("-- bob has joined", ann.hears());
      ann.says("hello");
      assertEquals("#1 12:01 ann: hello", ann.hears());
      assertEquals("#1 12:01 ann: hello", bob.hears());
      assertEquals("#2 12:01 bob: hi", bob.asks("hi"));
      assertEquals("#2 12:01 bob: hi", ann.hears());
    }
  }

  @Test
  void whoComesIsToldWhoIsThere() throws Exception {
    try (Guest ann = guest();
        Guest bob = guest()) {
      assertEquals("-- you are ann, in hall, alone so far", ann.asks("ann"));
      assertEquals("-- you are bob, in hall with: ann", bob.asks("bob"));
    }
  }

  @Test
  void enterAloneKeepsTheNameThatWasGiven() throws Exception {
    try (Guest guest = guest()) {
      assertEquals("-- you are guest1, in hall, alone so far", guest.asks(""));
    }
  }

  @Test
  void aTakenNameIsAskedForAgainInWhateverCase() throws Exception {
    try (Guest _ = named("ann");
        Guest other = guest()) {
      assertEquals("-- the name ANN is already in use", other.asks("ANN"));
      assertEquals("-- What is your name?", other.hears());
      assertEquals("-- you are bob, in hall with: ann", other.asks("bob"));
    }
  }

  @Test
  void aNameThatLooksLikeThatOfSomebodyPresentIsRefused() throws Exception {
    try (Guest coco = named("coco");
        Guest other = guest()) {
      String refusal = " looks too similar to coco, which is in use";
      assertEquals("-- the name сосо" + refusal, other.asks("сосо"));
      assertEquals("-- What is your name?", other.hears());
      assertEquals("-- the name c0c0" + refusal, other.says("c0c0").hears());
      assertEquals("-- What is your name?", other.hears());
      assertEquals("-- you are bob, in hall with: coco", other.asks("bob"));
      other.hearsAbout("/help lists");
      assertEquals("-- the name СОСО" + refusal, other.asks("/nick СОСО"));
      assertEquals("-- there is no user called сосо", other.asks("/msg сосо hello"));
      coco.says("/quit").hearsAbout("goodbye, coco");
    }
    try (Guest other = named("сосо")) {
      String said = other.says("the name is free now").hearsAbout("#1 ");
      assertEquals("#1 12:01 сосо: the name is free now", said);
    }
  }

  @Test
  void aGuestIsNotGivenANameThatLooksLikeATakenOne() throws Exception {
    try (Guest _ = named("guestZ"); // was guest1 before
        Guest _ = named("guestl0"); // looks like guest10; was guest2 before
        Guest other = guest()) {
      other.says("/quit").hearsAbout("goodbye, guest3");
      for (int number : new int[] {4, 5, 6, 7, 8, 9, 11}) {
        try (Guest next = guest()) {
          next.says("/quit").hearsAbout("goodbye, guest" + number);
        }
      }
    }
  }

  @Test
  void aRoomThatLooksLikeAnotherOneIsNotMade() throws Exception {
    try (Guest ann = named("ann")) {
      ann.asks("/join coco");
      assertEquals(
          "-- the room name сосо looks too similar to coco, which exists", ann.asks("/join сосо"));
      assertEquals("-- you are ann, in coco, alone so far", ann.asks("/join COCO"));
      ann.asks("/part coco");
      assertEquals("-- you are ann, in сосо, alone so far", ann.asks("/join #сосо"));
    }
  }

  @Test
  void nothingIsInTheWayOfTheFirstRoomWhileItIsEmpty() throws Exception {
    try (Guest ann = named("ann")) {
      ann.asks("/part");
      assertEquals(
          "-- the room name ha11 looks too similar to hall, which exists", ann.asks("/join ha11"));
      assertEquals("-- you are ann, in hall, alone so far", ann.asks("/join hall"));
    }
  }

  @Test
  void threeBadNamesLeaveTheGivenOneAndEachIsAnswered() throws Exception {
    try (Guest guest = guest()) {
      assertEquals("-- " + NickRules.RULE, guest.asks("not a name"));
      assertEquals("-- What is your name?", guest.hears());
      assertEquals(
          "-- the control characters in your line are shown as symbols",
          guest.asks("\u001b[31mred"));
      assertEquals("-- " + NickRules.RULE, guest.hears());
      assertEquals("-- What is your name?", guest.hears());
      assertEquals("-- " + NickRules.RULE, guest.asks("7"));
      assertEquals("-- you can change your name with /nick NAME", guest.hears());
      assertEquals("-- you are guest1, in hall, alone so far", guest.hears());
    }
  }

  @Test
  void commandsWorkBeforeANameIsGiven() throws Exception {
    try (Guest guest = guest()) {
      assertTrue(guest.asks("/help").contains("/nick NAME"));
      guest.says("/nick ann").hearsAbout("you are now called ann");
      assertEquals("-- you are ann, in hall, alone so far", guest.hears());
    }
    try (Guest guest = guest()) {
      assertEquals("-- goodbye, guest2", guest.asks("/quit"));
      assertNull(guest.hears());
    }
  }

  @Test
  void whoTakesHisNameInARoomIsAnnouncedUnderIt() throws Exception {
    try (Guest ann = named("ann");
        Guest guest = guest()) {
      ann.says("/join tea").hearsAbout("in tea");
      guest.says("/join tea").hearsAbout("in tea");
      assertEquals("-- tea: guest2 has joined", ann.hears());
      assertEquals("-- you are bob, in tea with: ann", guest.asks("bob"));
      assertEquals("-- tea: guest2 is now called bob", ann.hears());
    }
  }

  @Test
  void whoLeavesBeforeHeHasANameIsNotAnnounced() throws Exception {
    try (Guest ann = named("ann")) {
      guest().close();
      try (Guest passer = guest()) {
        passer.connection().shutdownOutput();
        passer.hearsAbout("goodbye");
      }
      assertEquals("#1 12:01 ann: quiet here", ann.asks("quiet here"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/nick|usage: /nick NAME (change your name)",
        "/nick a b|a name begins with a letter",
        "/nick ann|you are already called ann",
        "/nick Ann|you are now called Ann",
        "/NICK bea|you are now called bea",
        "/nick bob|the name bob is already in use",
        "/join|usage: /join ROOM",
        "/join t e|a name begins",
        "/join tea|you are ann, in tea, alone so far",
        "/join #TEA|you are ann, in tea, alone so far",
        "/part|you have left hall; /join another",
        "/part tea|you are not in that room",
        "/part ?|you are not in that room",
        "/rooms|rooms: hall (2)",
        "/who|in hall (2): ann, bob",
        "/who HALL|in hall (2): ann, bob",
        "/who tea|there is no such room",
        "/msg|usage: /msg NAME TEXT",
        "/msg bob|usage: /msg NAME TEXT",
        "/msg eve hello|there is no user called eve",
        "/me|usage: /me TEXT",
        "/echo|usage: /echo on|off",
        "/echo maybe|usage: /echo on|off",
        "/echo OFF|your own messages are hidden now",
        "/echo on|your own messages are shown now",
        "/help me|/nick NAME",
        "/quit now|goodbye, ann",
        "/foo|unknown command /foo; /help lists",
        "/hlep|unknown command /hlep; did you mean /help?",
        "/leave|unknown command /leave; did you mean /part?",
        "/EXIT|unknown command /EXIT; did you mean /quit?",
        "/|unknown command /; /help lists",
        "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|unknown command; /help",
      })
  void everyCommandIsAnsweredRightlyAndWronglyUsed(String line, String answer) throws Exception {
    try (Guest ann = named("ann");
        Guest _ = named("bob")) {
      ann.hearsAbout("bob has joined");
      String heard = ann.asks(line);
      assertTrue(heard.startsWith("-- ") && heard.contains(answer), heard);
    }
  }

  @Test
  void commandsTakeTabsAndManyBlanks() throws Exception {
    try (Guest ann = named("ann")) {
      assertEquals("-- you are now called bea", ann.asks("/nick\t  bea  "));
    }
  }

  @Test
  void aMessageReachesOnePersonAlone() throws Exception {
    try (Guest ann = named("ann");
        Guest bob = named("bob");
        Guest eve = named("eve")) {
      ann.hearsAbout("eve has joined");
      bob.hearsAbout("eve has joined");
      assertEquals("ann to bob: psst  now", ann.asks("/msg BOB psst  now"));
      assertEquals("ann to bob: psst  now", bob.hears());
      assertEquals("#1 12:01 eve: hm", eve.asks("hm"));
      assertEquals("ann to ann: note", ann.says("/msg ann note").hearsAbout("note"));
    }
  }

  @Test
  void deedsAreShown() throws Exception {
    try (Guest ann = named("ann")) {
      assertEquals("#1 12:01 * ann waves", ann.asks("/me waves"));
    }
  }

  @Test
  void aDoubleSlashIsSaidWithOne() throws Exception {
    try (Guest ann = named("ann")) {
      assertEquals("#1 12:01 ann: /etc/passwd", ann.asks("//etc/passwd"));
    }
  }

  @Test
  void whoDoesNotHearHimselfIsStillHeard() throws Exception {
    try (Guest ann = named("ann");
        Guest bob = named("bob")) {
      ann.hearsAbout("bob has joined");
      ann.asks("/echo off");
      ann.says("hello").says("/me waves").says("/msg bob psst");
      assertEquals("#1 12:01 ann: hello", bob.hears());
      assertEquals("#2 12:01 * ann waves", bob.hears());
      assertEquals("ann to bob: psst", bob.hears());
      assertEquals("-- your own messages are shown now", ann.asks("/echo on"));
    }
  }

  @Test
  void everybodyHearsOfAnotherName() throws Exception {
    try (Guest ann = named("ann");
        Guest bob = named("bob")) {
      ann.hearsAbout("bob has joined");
      assertEquals("-- you are now called bea", ann.asks("/nick bea"));
      assertEquals("-- ann is now called bea", bob.hears());
      assertEquals("-- you are now called ann", bob.asks("/nick ann"));
      assertEquals("-- bob is now called ann", ann.hears());
    }
  }

  @Test
  void linesInASecondRoomCarryItsName() throws Exception {
    try (Guest ann = named("ann");
        Guest bob = named("bob")) {
      ann.says("/join tea").hearsAbout("in tea");
      assertEquals("-- you are bob, in tea with: ann", bob.asks("/join tea"));
      assertEquals("-- tea: bob has joined", ann.hears());
      assertEquals("tea#1 12:01 ann: milk?", ann.asks("milk?"));
      assertEquals("tea#1 12:01 ann: milk?", bob.hears());
      assertEquals("-- you have left tea; your messages now go to hall", ann.asks("/part"));
      assertEquals("-- tea: ann has left", bob.hears());
      assertEquals("#1 12:01 ann: back", ann.asks("back"));
      assertEquals("#1 12:01 ann: back", bob.hears());
    }
  }

  @Test
  void whoIsInNoRoomIsToldSo() throws Exception {
    try (Guest ann = named("ann")) {
      ann.asks("/part");
      assertEquals("-- you are not in a room; enter one with /join ROOM", ann.asks("hello?"));
      assertEquals("-- you are not in a room", ann.asks("/me waves"));
      assertEquals("-- you are not in a room", ann.asks("/who"));
      assertEquals("-- you are not in a room", ann.asks("/part"));
      assertEquals("-- there are no rooms; /join creates one", ann.asks("/rooms"));
    }
  }

  @Test
  void onePersonCanNotTakeAllRooms() throws Exception {
    try (Guest ann = named("ann")) {
      for (int i = 1; i < Chat.ROOMS_EACH_MAX; i++) {
        assertEquals("-- you are ann, in r" + i + ", alone so far", ann.asks("/join r" + i));
      }
      assertTrue(ann.asks("/join more").startsWith("-- too many rooms"));
      assertEquals("-- you are ann, in r1, alone so far", ann.asks("/join r1"));
      ann.asks("/part r2");
      assertEquals("-- you are ann, in more, alone so far", ann.asks("/join more"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\r"})
  void anEmptyLineIsAnsweredAndNotSaid(String line) throws Exception {
    try (Guest ann = named("ann")) {
      assertEquals("-- an empty line is not sent", ann.asks(line));
    }
  }

  @Test
  void linesThatAreNoTextOrTooLongAreDroppedWithASentenceAndTheNextIsSaid() throws Exception {
    try (Guest ann = named("ann")) {
      ann.sends(new byte[] {'J', (byte) 0xFC, '\n'});
      assertEquals("-- your line is not UTF-8 text and was dropped", ann.hears());
      assertEquals(
          "-- your line has more than 4096 bytes and was dropped",
          ann.asks("x".repeat(10_000_000)));
      assertEquals("#1 12:01 ann: next", ann.asks("next"));
      String longest = "y".repeat(LineReader.LINE_BYTES_MAX);
      assertEquals("#2 12:01 ann: " + longest, ann.asks(longest));
    }
  }

  @Test
  void controlCharactersAreShownAsSigns() throws Exception {
    try (Guest ann = named("ann")) {
      assertEquals(
          "-- the control characters in your line are shown as symbols", ann.asks("\u001b[2Jx\0"));
      assertEquals("#1 12:01 ann: ␛[2Jx␀", ann.hears());
    }
  }

  @Test
  void combiningMarksDoNotPileUp() throws Exception {
    try (Guest ann = named("ann")) {
      assertEquals(
          "-- your line has more than 6 combining marks in a row; the others are shown as …",
          ann.asks("z" + "\u0335".repeat(2_000) + "!"));
      assertEquals("#1 12:01 ann: z" + "\u0335".repeat(6) + "…!", ann.hears());
      assertEquals("#2 12:01 ann: z" + "\u0335".repeat(6), ann.asks("z" + "\u0335".repeat(6)));
    }
  }

  @Test
  void theLastLineNeedsNoEnd() throws Exception {
    try (Guest ann = named("ann");
        Guest bob = named("bob")) {
      ann.sends("bye all".getBytes(StandardCharsets.UTF_8)).connection().shutdownOutput();
      assertEquals("#1 12:01 ann: bye all", bob.hears());
      assertEquals("-- ann has left", bob.hears());
      assertEquals("-- goodbye, ann", ann.hearsAbout("goodbye"));
      assertNull(ann.hears());
    }
  }

  @Test
  void everythingIsForgottenWhenEverybodyHasLeft() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (Guest ann = named("ann")) {
        ann.asks("/join tea");
        assertNotNull(ann.asks("/quit"));
        assertNull(ann.hears());
      }
    }
    server.close();
    assertEquals(0, chat.size());
    assertEquals(0, chat.rooms().size());
  }

  @Test
  void telnetIsAnsweredBesideTheText() throws Exception {
    try (Guest ann = named("ann")) {
      ann.sends(new byte[] {'h', (byte) 255, (byte) 253, 6, 'i', '\r', '\n'});
      byte[] refusal = ann.connection().source().readExactly(3);
      assertEquals(
          List.of(-1, -4, 6), List.of((int) refusal[0], (int) refusal[1], (int) refusal[2]));
      assertEquals("#1 12:01 ann: hi", ann.hears());
    }
  }

  @Test
  void drainDoesNotWaitForALineThatSomebodyTypes() throws Exception {
    try (Guest ann = named("ann")) {
      ann.sends(new byte[] {'h', 'a', 'l', (byte) 255, (byte) 253, 6});
      ann.connection().source().readExactly(3); // the server has read everything so far
      server.drain(Duration.ofSeconds(30));
      assertEquals("-- the switchboard is closing; goodbye, ann", ann.hearsAbout("goodbye"));
    }
  }
}
