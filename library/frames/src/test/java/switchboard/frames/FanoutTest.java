package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.frames.SendQueue.Overflow;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Source;
import switchboard.testkit.MemoryEngine;

/** A fan-out and its subscribers, over in-memory pipes of 4 KiB. */
class FanoutTest {
  private static final Endpoint ANYWHERE = Endpoint.tcp("127.0.0.1", 0);

  private final AtomicInteger encodings = new AtomicInteger();
  private final Codec<String> lines = counting(Codec.lines().max(1, Size.KIB));
  private final Fanout<String> room = new Fanout<>(lines);
  private final TestScope scope = new TestScope();
  private final Network network = scope.add(Network.over(new MemoryEngine(4096)));

  @AfterEach
  void close() {
    scope.close();
  }

  private Codec<String> counting(Codec<String> codec) {
    return new Codec<>() {
      @Override
      public String read(Source source) throws IOException {
        return codec.read(source);
      }

      @Override
      public byte[] encode(String line) {
        encodings.incrementAndGet();
        return codec.encode(line);
      }
    };
  }

  private TestScope.Pair pair() throws IOException {
    return scope.pair(network, ANYWHERE);
  }

  private SendQueue<String> queue(TestScope.Pair pair, int bytesMax) {
    return new SendQueue<>(pair.server(), lines, bytesMax, Overflow.DISCONNECT);
  }

  private FramedConnection<String> frames(TestScope.Pair pair) {
    return new FramedConnection<>(pair.client(), lines);
  }

  private TestTask<List<String>> hear(TestScope.Pair member, int count) {
    return scope.call(() -> {
      var heard = new ArrayList<String>();
      while (heard.size() < count) {
        heard.add(frames(member).receive());
      }
      return heard;
    });
  }

  @Test
  void allMembersHearTheSameInTheSameOrderAndItIsEncodedOnce() throws Exception {
    int speakers = 4;
    int each = 300;
    var hearing = new ArrayList<TestTask<List<String>>>();
    for (int i = 0; i < 6; i++) {
      TestScope.Pair member = pair();
      scope.add(room.subscribe(queue(member, 1024 * 1024)));
      hearing.add(hear(member, speakers * each));
    }
    assertEquals(6, room.size());
    for (int i = 0; i < speakers; i++) {
      int speaker = i;
      scope.start(() -> {
        for (int number = 0; number < each; number++) {
          assertEquals(6, room.offer(speaker + " says " + number));
        }
      });
    }
    List<String> first = hearing.getFirst().result();
    for (var other : hearing) {
      assertEquals(first, other.result());
    }
    for (int i = 0; i < speakers; i++) {
      String start = i + " says ";
      var own = first.stream().filter(line -> line.startsWith(start)).toList();
      assertEquals(start + 0, own.getFirst());
      assertEquals(start + (each - 1), own.getLast());
      assertEquals(each, own.stream().distinct().count());
    }
    assertEquals(speakers * each, encodings.get());
  }

  @Test
  void aMemberWhoDoesNotReadHoldsNobodyUpAndIsDisconnected() throws Exception {
    TestScope.Pair slow = pair();
    TestScope.Pair quick = pair();
    scope.add(room.subscribe(queue(slow, 10_000)));
    scope.add(room.subscribe(queue(quick, 10_000)));
    String text = "y".repeat(100);
    int everybody = 0;
    for (int i = 0; i < 1000; i++) {
      everybody += room.offer(text + i) == 2 ? 1 : 0;
      assertEquals(text + i, frames(quick).receive());
    }
    assertTrue(everybody >= 90 && everybody <= 200, everybody + " messages of 104 bytes fit");
    assertFalse(slow.server().isOpen());
    assertTrue(quick.server().isOpen());
    assertEquals(2, room.size(), "who seated a member takes him out");
    assertThrows(ConnectionLostException.class, () -> slow.client().source().skip(1_000_000));
  }

  @Test
  void whoLeavesHearsNoMoreAndKeepsHisConnection() throws Exception {
    TestScope.Pair leaver = pair();
    TestScope.Pair stayer = pair();
    scope.add(room.subscribe(stayer.server()));
    Fanout.Subscription subscription = room.subscribe(leaver.server());
    assertEquals(2, room.offer("both"));
    subscription.close();
    subscription.close();
    assertEquals(1, room.offer("one"));
    assertEquals(1, room.size());
    assertEquals("both", frames(leaver).receive());
    assertEquals("both", frames(stayer).receive());
    assertEquals("one", frames(stayer).receive());
    new FramedConnection<>(leaver.server(), lines).send("still here");
    assertEquals("still here", frames(leaver).receive());
  }

  @Test
  void aMemberWhoIsGoneIsNoConcernOfTheOthers() throws Exception {
    TestScope.Pair gone = pair();
    TestScope.Pair stayer = pair();
    scope.add(room.subscribe(gone.server()));
    scope.add(room.subscribe(stayer.server()));
    gone.client().abort();
    int reached = 2; // repeat until the writing thread of the closed connection has failed
    for (int i = 0; i < 100 || reached == 2; i++) {
      reached = room.offer("line " + i);
      assertEquals("line " + i, frames(stayer).receive());
    }
    assertEquals(1, reached);
  }

  @Test
  void oneQueueMaySubscribeToSeveralRooms() throws Exception {
    var other = new Fanout<>(lines);
    TestScope.Pair member = pair();
    SendQueue<String> queue = queue(member, 10_000);
    scope.add(room.subscribe(queue));
    Fanout.Subscription second = other.subscribe(queue);
    room.offer("here");
    other.offer("there");
    assertEquals("here", frames(member).receive());
    assertEquals("there", frames(member).receive());
    second.close();
    assertEquals(0, other.offer("unheard"));
    assertEquals(1, room.offer("heard"));
    assertEquals("heard", frames(member).receive());
  }

  @Test
  void aMessageThatCantBeEncodedReachesNobody() throws Exception {
    TestScope.Pair member = pair();
    scope.add(room.subscribe(member.server()));
    assertThrows(IllegalArgumentException.class, () -> room.offer("two\nlines"));
    room.offer("one line");
    assertEquals("one line", frames(member).receive());
  }

  @Test
  void anEmptyRoomTakesWhatIsSaid() {
    assertEquals(0, room.offer("hello?"));
  }
}
