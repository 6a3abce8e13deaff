package switchboard.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.frames.SendQueue;
import switchboard.net.Address;
import switchboard.net.Network;
import switchboard.server.Server;
import switchboard.testkit.MemoryEngine;

/** Tests rooms with many members, in memory. */
class RoomTest {
  private static final int STREAM_BYTES_MAX = 16 * 1024;
  private static final ChatLimits LIMITS = ChatLimits.none().rooms(1_000, Integer.MAX_VALUE);

  private final MemoryEngine engine = new MemoryEngine(STREAM_BYTES_MAX);
  private final Network network = Network.over(engine);
  private final Chat chat = new Chat(InstantSource.fixed(Instant.EPOCH), ZoneOffset.UTC, LIMITS);
  private final TestScope scope = new TestScope();
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
    scope.close();
    server.close();
    network.close();
  }

  private Guest named(String nick) throws IOException {
    return scope.add(Guest.named(nick, server, network));
  }

  /** Returns the numbered messages that a guest receives, up to number {@code last}. */
  private static List<String> said(Guest guest, int last) throws IOException {
    var lines = new ArrayList<String>();
    while (lines.size() < last) {
      lines.add(guest.hearsAbout("#"));
    }
    return lines;
  }

  @Test
  void fiveHundredPeopleHearEverythingInTheSameOrder() throws Exception {
    int people = 500;
    int speakers = 10;
    int linesEach = 10;
    var heard = new ArrayList<TestTask<List<String>>>();
    var guests = new ArrayList<Guest>();
    for (int i = 0; i < people; i++) {
      Guest guest = named("g" + i);
      guests.add(guest);
      heard.add(scope.call(() -> said(guest, speakers * linesEach)));
    }
    for (int i = 0; i < speakers; i++) {
      Guest speaker = guests.get(i);
      scope.start(() -> {
        for (int line = 0; line < linesEach; line++) {
          speaker.says("line " + line);
        }
      });
    }
    List<String> first = heard.getFirst().result();
    assertEquals(speakers * linesEach, first.size());
    for (TestTask<List<String>> each : heard) {
      assertEquals(first, each.result());
    }
  }

  @Test
  void manyNamesAreListedInLinesOfBearableLength() throws Exception {
    for (int i = 0; i < 120; i++) {
      Guest guest = scope.add(Guest.at(server, network));
      guest.says("/nick somebody-long-" + i).hearsAbout("/help lists");
    }
    Guest last = scope.add(Guest.at(server, network));
    String place = last.asks("zoe");
    assertTrue(place.startsWith("-- you are zoe, in hall with: somebody-long-0,"), place);
    String more = last.hears();
    while (!more.contains("more")) {
      more = last.hears();
    }
    assertTrue(more.endsWith("and 110 more"), more);
    last.hearsAbout("/help lists");
    last.says("/who").says("that is all");
    int lines = 0;
    for (String line = last.hears(); !line.contains("that is all"); line = last.hears()) {
      assertTrue(line.length() <= 78, line);
      lines++;
    }
    assertTrue(lines > 20, lines + " lines");
  }

  @Test
  void thereAreOnlySoManyRooms() throws Exception {
    for (int i = 0; i < LIMITS.roomsMax() - 1; i++) {
      var queue = new SendQueue<>(null, ChatText.CODEC, 0, SendQueue.Overflow.DROP);
      chat.enter(chat.arrive(queue, Address.loopback(1)), "room" + i);
    }
    Guest ann = named("ann");
    assertTrue(ann.asks("/join another").startsWith("-- too many rooms"));
    assertEquals("-- you are ann, in room7 with: guest8", ann.asks("/join room7"));
    ann.says("/rooms");
    assertEquals("-- rooms: hall (1), room0 (1), room1 (1),", ann.hears().substring(0, 41));
    String last = ann.hearsAbout(" more");
    assertTrue(last.endsWith("and 500 more"), last);
  }

  @Test
  void whoNeverReadsIsDisconnectedAndTheOthersHearEverythingAndAreTold() throws Exception {
    Guest ann = named("ann");
    Guest bob = named("bob");
    ann.hearsAbout("bob has joined");
    named("deaf");
    ann.hearsAbout("deaf has joined");
    bob.hearsAbout("deaf has joined");
    String line = "x".repeat(4_000);
    int enough = (SendQueue.BYTES_MAX + STREAM_BYTES_MAX) / 4_000 + 20;
    var told = new ArrayList<String>();
    for (int i = 1; i <= enough; i++) {
      ann.says(line).hearsAbout("#" + i + " ");
      // Bob receives each line before the next line is sent. Otherwise, the hub might disconnect
      // bob as too slow.
      for (String heard = bob.hears(); !heard.startsWith("#" + i + " "); heard = bob.hears()) {
        told.add(heard);
      }
    }
    String gone = told.isEmpty() ? bob.hears() : told.getFirst();
    assertEquals("-- deaf was disconnected: too slow to receive messages", gone);
    assertEquals("-- in hall (2): ann, bob", ann.says("/who").hearsAbout("in hall"));
  }

  @Test
  void whoSendsFasterThanHeReadsIsSlowedDownAndNotDisconnected() throws Exception {
    Guest ann = named("ann");
    int lines = 2_000;
    TestTask<Boolean> sending =
        scope.start(() -> {
          String line = "x".repeat(400);
          for (int i = 0; i < lines; i++) {
            ann.says(line);
          }
        });
    // the buffers of both directions are full, and the guest reads nothing yet
    sending.awaitBlocked();
    for (int i = 1; i <= lines; i++) {
      assertEquals("#" + i + " 00:00 ann: " + "x".repeat(400), ann.hears());
    }
    sending.result();
  }

  @Test
  void aNameHasOneOwnerHoweverManyWantIt() throws Exception {
    var requests = new ArrayList<TestTask<String>>();
    for (int i = 0; i < 30; i++) {
      Guest guest = named("g" + i);
      requests.add(scope.call(() -> guest.says("/nick king").hearsAbout("king")));
    }
    int kings = 0;
    for (TestTask<String> requested : requests) {
      if (requested.result().equals("-- you are now called king")) {
        kings++;
      }
    }
    assertEquals(1, kings);
  }

  @Test
  void whoIsCutOffIsAnnouncedAsLost() throws Exception {
    Guest ann = named("ann");
    named("bob").connection().abort();
    assertEquals("-- bob has lost the connection", ann.hearsAbout("bob has lost"));
  }

  @Test
  void drainTellsEverybodyAndEndsAtOnceAlsoForThoseWhoDoNotHearThemselves() throws Exception {
    Guest ann = named("ann");
    Guest bob = named("bob");
    Guest unnamed = scope.add(Guest.at(server, network));
    ann.hearsAbout("bob has joined");
    ann.asks("/echo off");
    ann.says("the last word");
    assertEquals("#1 00:00 ann: the last word", bob.hears());
    var farewells = List.of(farewell(ann), farewell(bob), farewell(unnamed));
    long begin = System.nanoTime();
    server.drain(Duration.ofSeconds(30));
    long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    assertTrue(seconds < 10, "it took " + seconds + " s");
    assertEquals("-- the switchboard is closing; goodbye, ann", farewells.get(0).result());
    assertEquals("-- the switchboard is closing; goodbye, bob", farewells.get(1).result());
    assertTrue(farewells.get(2).result().contains("goodbye, guest"));
  }

  /** Starts a task that returns the next line, which must be the last line before EOF. */
  private TestTask<String> farewell(Guest guest) {
    return scope.call(() -> {
      String line = guest.hears();
      assertNull(guest.hears());
      guest.close();
      return line;
    });
  }
}
