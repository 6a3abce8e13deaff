package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests each limit of a chat at its value and one above it, with a manual ticker. */
class ChatLimitsTest {
  private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final double ONE_A_MINUTE = 1.0 / 60;

  private final ManualTicker ticker = new ManualTicker();
  private final Network network = MemoryEngine.network().withTicker(ticker);
  private final InstantSource clock = () -> NOON.plusNanos(ticker.nanos());
  private final TestScope scope = new TestScope();
  private Server server;

  @AfterEach
  void close() {
    scope.close();
    server.close();
    network.close();
  }

  private void start(ChatLimits limits) throws IOException {
    var chat = new Chat(clock, ZoneOffset.UTC, limits);
    server =
        Server.builder(new LineChatHandler(chat))
            .network(network)
            .listen("tcp://127.0.0.1:0")
            .listen("tcp://[::1]:0")
            .start();
  }

  private Guest named(String nick) throws IOException {
    return scope.add(Guest.named(nick, server, network));
  }

  /**
   * Waits until the thread that serves the speaker waits for the time, and then advances the time
   * by a minute.
   */
  private void passAMinute() throws InterruptedException {
    ticker.awaitParked(2); // the idle monitor of the server, and the thread of the speaker
    ticker.advance(MINUTE);
  }

  @Test
  void linesBeyondTheBurstWaitTheirTurnAndNoneIsLost() throws Exception {
    start(
        ChatLimits.none()
            // after the burst, one line per minute; the delays are visible in the time stamps
            .lines(20, ONE_A_MINUTE));
    Guest ann = named("ann"); // choosing the nick is the first of the twenty lines
    Guest bob = named("bob");
    ann.hearsAbout("bob has joined");
    for (int i = 1; i <= 22; i++) {
      ann.says("line " + i);
    }
    for (int i = 1; i <= 19; i++) {
      assertEquals("#" + i + " 12:00 ann: line " + i, ann.hears());
    }
    assertEquals("-- you are sending too fast; your lines are delayed", ann.hears());
    for (int i = 20; i <= 22; i++) {
      passAMinute();
      String expected = "#" + i + " 12:0" + (i - 19) + " ann: line " + i;
      assertEquals(expected, ann.hears());
    }
    for (int i = 1; i <= 22; i++) {
      assertTrue(bob.hears().endsWith("ann: line " + i));
    }
  }

  @Test
  void aLongLineCountsForSeveralAndOthersAreNotSlowed() throws Exception {
    start(ChatLimits.none().lines(10, ONE_A_MINUTE));
    Guest ann = named("ann");
    Guest bob = named("bob");
    ann.hearsAbout("bob has joined");
    ann.says("x".repeat(4_096)); // counts as nine lines; with the choice of the nick, ten lines
    ann.says("one more");
    assertTrue(ann.hears().startsWith("#1 12:00"));
    ann.hearsAbout("sending too fast");
    assertTrue(bob.hears().startsWith("#1 12:00"));
    assertEquals("#2 12:00 bob: hello", bob.asks("hello"));
    assertEquals("#2 12:00 bob: hello", ann.hears());
    passAMinute();
    assertEquals("#3 12:01 ann: one more", ann.hears());
  }

  @Test
  void membersOfOneAddressShareTenTimesTheRateAndOtherAddressesAreNotSlowed() throws Exception {
    start(ChatLimits.none().lines(4, ONE_A_MINUTE));
    var members = new ArrayList<Guest>();
    for (int i = 0; i < 11; i++) {
      members.add(named("m" + i)); // uses 11 of the 40 lines in the burst of one address
    }
    List<Guest> speakers = members.subList(0, 10);
    for (int line = 0; line < 3; line++) {
      for (int i = 0; i < (line < 2 ? 10 : 9); i++) { // 40 lines in total
        speakers.get(i).says("hello " + line).hearsAbout("m" + i + ": hello " + line);
      }
    }
    Guest last = members.getLast().says("one above");
    last.hearsAbout("sending too fast");
    Guest elsewhere = scope.add(Guest.at(server.addresses().getLast(), network));
    elsewhere.says("zoe").hearsAbout("/help lists");
    elsewhere.says("not slowed");
    assertTrue(elsewhere.hearsAbout("not slowed").contains(" 12:00 "));
    TestTask<String> heard = scope.call(() -> last.hearsAbout("one above"));
    while (!heard.isDone()) {
      ticker.advance(MINUTE); // the thread may not be waiting yet at the first advance
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertFalse(heard.result().contains(" 12:00 "));
  }

  @Test
  void whoGivesNoNameInTimeIsToldAndDisconnectedAndAMomentEarlierIsNot() throws Exception {
    start(ChatLimits.none().nickTimeout(MINUTE));
    Guest silent = scope.add(Guest.at(server, network));
    Guest early = scope.add(Guest.at(server, network));
    ticker.awaitParked(3);
    ticker.advance(MINUTE.minusNanos(1));
    early.says("early").hearsAbout("/help lists");
    ticker.advance(Duration.ofNanos(1));
    assertEquals("-- timeout: no name within 60 seconds", silent.hears());
    assertTrue(silent.hears().startsWith("-- goodbye, guest"));
    assertNull(silent.hears());
    ticker.advance(MINUTE);
    assertEquals("#1 12:02 early: still here", early.asks("still here"));
  }

  @Test
  void oneAddressMakesOnlySoManyRoomsAndOthersMakeTheirOwn() throws Exception {
    start(ChatLimits.none().rooms(10, 3));
    Guest ann = named("ann"); // this member has created the hall
    Guest bob = named("bob");
    assertTrue(ann.says("/join one").hearsAbout("-- you are ann, in one").contains("in one"));
    bob.says("/join two").hearsAbout("in two");
    assertTrue(bob.says("/join three").hearsAbout("too many rooms").contains("at most 3"));
    bob.says("/join one").hearsAbout("in one with: ann"); // this room exists
    Guest elsewhere = scope.add(Guest.at(server.addresses().getLast(), network));
    elsewhere.says("zoe").hearsAbout("/help lists");
    elsewhere.says("/join three").hearsAbout("in three");
    bob.says("/part two").hearsAbout("you have left two");
    bob.says("/join four").hearsAbout("in four"); // "two" was empty and is deleted
  }

  @Test
  void drainDoesNotWaitForALineThatWaitsItsTurn() throws Exception {
    start(ChatLimits.none().lines(1, ONE_A_MINUTE / 60));
    Guest ann = named("ann");
    ann.says("too fast").hearsAbout("sending too fast");
    var drained = scope.start(() -> server.close());
    while (!server.isDraining()) {
      Thread.onSpinWait();
    }
    ticker.awaitParked(2);
    ticker.advance(Duration.ofMillis(250)); // interval of shutdown checks; the line waits an hour
    assertTrue(ann.hearsAbout("closing").contains("goodbye, ann"));
    ann.close();
    drained.result();
  }
}
