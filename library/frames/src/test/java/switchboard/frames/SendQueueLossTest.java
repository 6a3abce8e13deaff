package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import switchboard.contracts.TestScope;
import switchboard.frames.SendQueue.Overflow;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.Source;
import switchboard.net.internal.MemoryBudget;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that the failure of a send queue is reported and affects no other queue. Uses pipes of 4
 * KiB.
 */
class SendQueueLossTest {
  private static final Endpoint ANYWHERE = Endpoint.tcp("127.0.0.1", 0);
  private static final Codec<String> LINES = Codec.lines().max(64, Size.KIB);

  private final TestScope scope = new TestScope();
  private final Network network = scope.add(Network.over(new MemoryEngine(4096)));
  private final MemoryBudget budget = new MemoryBudget(1024 * 1024);
  private final SendQueue.Bounds bounds = new SendQueue.Bounds(20_000, Overflow.DISCONNECT, budget);

  @AfterEach
  void close() {
    scope.close();
    TestScope.await("everything is released: " + budget, () -> budget.chargedBytes() == 0);
  }

  static List<Throwable> failures() {
    return List.of(
        new OutOfMemoryError("planned"),
        new StackOverflowError("planned"),
        new IllegalStateException("planned"),
        new IOException("planned"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whateverAWriteThrowsIsWhatAwaitSentTells(Throwable failure) throws Exception {
    TestScope.Pair pair = scope.pair(network, ANYWHERE);
    var watched = new Watched();
    var queue = new SendQueue<>(watched.watch(pair.server()), LINES, bounds);
    watched.failWith(failure);
    assertTrue(queue.offer("small"));
    IOException lost = assertThrows(IOException.class, queue::awaitSent);
    assertSame(failure, failure instanceof IOException ? lost : lost.getCause());
    assertEquals(0, queue.queuedBytes());
    assertFalse(queue.offer("more"));
    assertFalse(pair.server().isOpen());
    assertEquals(List.of(), watched.slow());
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aLargeMessageWhoseWriteFailsIsReleasedToo(Throwable failure) throws Exception {
    var watched = new Watched();
    var queue =
        new SendQueue<>(watched.watch(scope.pair(network, ANYWHERE).server()), LINES, bounds);
    watched.failWith(failure);
    assertTrue(queue.offer("L".repeat(60_000)));
    assertThrows(IOException.class, queue::awaitSent);
  }

  @Test
  void aConnectionIsToldThatItsPeerIsTooSlowBeforeItIsAborted() throws Exception {
    var watched = new Watched();
    var queue =
        new SendQueue<>(watched.watch(scope.pair(network, ANYWHERE).server()), LINES, bounds);
    String text = "x".repeat(999);
    while (queue.offer(text)) {
      assertEquals(List.of(), watched.slow());
    }
    assertEquals(
        List.of(
            "the peer reads too slowly: 20000 bytes queued, 1000 more offered; limit 20000 bytes"),
        watched.slow());
    assertFalse(queue.offer(text));
    assertEquals(1, watched.slow().size(), "once");
  }

  @ParameterizedTest
  @MethodSource("failures")
  void anOfferThatFailsTakesNothingAndTheNextOneIsSent(Throwable failure) throws Exception {
    if (failure instanceof IOException) {
      return; // skip this exception, because a codec cannot throw it
    }
    TestScope.Pair pair = scope.pair(network, ANYWHERE);
    var failing = new AtomicInteger();
    Codec<String> codec =
        new Codec<>() {
          @Override
          public String read(Source source) throws IOException {
            return LINES.read(source);
          }

          @Override
          public byte[] encode(String line) {
            if (failing.getAndIncrement() == 0) {
              SendQueueLossTest.<RuntimeException>sneak(failure);
            }
            return LINES.encode(line);
          }
        };
    var queue = new SendQueue<>(pair.server(), codec, bounds);
    assertSame(failure, assertThrows(Throwable.class, () -> queue.offer("lost")));
    assertEquals(0, queue.queuedBytes());
    assertFalse(queue.isFailed());
    assertTrue(queue.offer("sent"));
    assertEquals("sent", LINES.read(pair.client().source()));
    queue.awaitSent();
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable failure) throws T {
    throw (T) failure;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aQueueWithoutAWriterIsLost(Throwable failure) throws Exception {
    Connection ours = scope.pair(network, ANYWHERE).server();
    ThreadFactory none =
        _ -> {
          SendQueueLossTest.<RuntimeException>sneak(failure);
          throw new AssertionError();
        };
    var queue = new SendQueue<>(ours, LINES, bounds, none);
    if (failure instanceof OutOfMemoryError) {
      assertFalse(queue.offer("nobody writes this"));
    } else if (!(failure instanceof IOException)) {
      assertSame(failure, assertThrows(Throwable.class, () -> queue.offer("nobody")));
    } else {
      return;
    }
    assertTrue(queue.isFailed());
    assertFalse(ours.isOpen());
    assertEquals(0, queue.queuedBytes());
    assertThrows(ConnectionLostException.class, queue::awaitSent);
  }

  @Test
  void aMemberThatFailsIsLostAndTheOthersGetTheMessage() throws Exception {
    var room = new Fanout<>(LINES, budget);
    ThreadFactory none =
        _ -> {
          throw new IllegalStateException("planned");
        };
    int others = 8;
    TestScope.Pair[] pairs = new TestScope.Pair[others];
    for (int i = 0; i < others; i++) {
      pairs[i] = scope.pair(network, ANYWHERE);
      scope.add(room.subscribe(new SendQueue<>(pairs[i].server(), LINES, bounds)));
      var failing = new SendQueue<>(scope.pair(network, ANYWHERE).server(), LINES, bounds, none);
      scope.add(room.subscribe(failing));
    }
    assertEquals(others, room.offer("first"));
    assertEquals(others, room.offer("second"));
    for (TestScope.Pair each : pairs) {
      assertEquals("first", LINES.read(each.client().source()));
      assertEquals("second", LINES.read(each.client().source()));
    }
  }

  @Test
  void aRoomTellsInAdvanceWhatItWouldRefuse() {
    var room = new Fanout<>(Codec.lines().max(5, Size.BYTES));
    for (String each : List.of("", "a", "12345", "123456", "two\nlines", "é", "éééé", "\uD800")) {
      if (room.fits(each)) {
        assertEquals(0, room.offer(each));
      } else {
        assertThrows(IllegalArgumentException.class, () -> room.offer(each), each);
      }
    }
    assertTrue(room.fits("12345"));
    assertFalse(room.fits("123456"));
    assertFalse(room.fits("éééé"), "in bytes");
  }
}
