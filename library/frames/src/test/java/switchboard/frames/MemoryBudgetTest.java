package switchboard.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.frames.SendQueue.Overflow;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.internal.MemoryBudget;
import switchboard.testkit.MemoryEngine;

/**
 * Tests that the queues for many peers that do not read occupy a bounded amount of memory in total,
 * and do not block other peers.
 */
class MemoryBudgetTest {
  private static final Endpoint ANYWHERE = Endpoint.tcp("127.0.0.1", 0);
  private static final Codec<String> LINES = Codec.lines().max(64, Size.KIB);
  private static final int KIB = 1024;

  private final TestScope scope = new TestScope();
  private final Network network = scope.add(Network.over(new MemoryEngine(4096)));
  private final MemoryBudget budget = new MemoryBudget(1024 * KIB);

  @AfterEach
  void close() {
    scope.close();
    TestScope.await("everything is released: " + budget, () -> budget.chargedBytes() == 0);
  }

  private SendQueue<String> queue(TestScope.Pair pair, Overflow overflow) {
    return new SendQueue<>(pair.server(), LINES, new SendQueue.Bounds(256 * KIB, overflow, budget));
  }

  private TestScope.Pair pair() throws IOException {
    return scope.pair(network, ANYWHERE);
  }

  @Test
  void aQueueMayHoldAtMostWhatIsStillFree() {
    var small = new MemoryBudget(100_000);
    assertTrue(small.tryCharge(50_000, 0, 0));
    assertFalse(small.tryCharge(1, 0, 50_000), "it holds as much as is free");
    assertTrue(small.tryCharge(25_000, 0, 0));
    assertFalse(small.tryCharge(0, 25_001, 0), "what is shared counts too");
    assertTrue(small.tryCharge(0, 25_000, 0));
    assertEquals(75_000, small.chargedBytes());
    small.release(75_000);
    assertEquals(0, small.chargedBytes());
    assertEquals("0 of 100000 bytes", small.toString());
  }

  @Test
  void aMessageOf16KibForAnEmptyQueueAlwaysFits() {
    var none = new MemoryBudget(1);
    assertTrue(none.tryCharge(16 * KIB, 0, 0));
    assertFalse(none.tryCharge(1, 0, 1));
    assertFalse(none.tryCharge(17 * KIB, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new MemoryBudget(0));
  }

  @Test
  void theBudgetOfTheProcessIsAQuarterOfTheHeap() {
    assertEquals(Runtime.getRuntime().maxMemory() / 4, MemoryBudget.ofProcess().bytesMax());
  }

  @ParameterizedTest
  @EnumSource
  void peersThatDoNotReadAreBoundedTogetherAndWhoReadsGetsEverything(Overflow overflow)
      throws Exception {
    int peers = 60;
    int messages = 400;
    String text = "x".repeat(900);
    TestScope.Pair good = pair();
    SendQueue<String> toGood = queue(good, overflow);
    List<SendQueue<String>> stuck = new ArrayList<>();
    for (int i = 0; i < peers; i++) {
      stuck.add(queue(pair(), overflow));
    }
    for (int number = 0; number < messages; number++) {
      for (SendQueue<String> each : stuck) {
        var _ = each.offer(text);
      }
      assertTrue(toGood.offer(number + text), "message " + number + ", " + budget);
      assertEquals(number + text, LINES.read(good.client().source()));
      assertTrue(budget.chargedBytes() <= budget.bytesMax(), budget::toString);
    }
    toGood.awaitSent();
    boolean allRefused = stuck.stream().allMatch(each -> each.dropped() > 0);
    assertTrue(overflow == Overflow.DROP ? allRefused : stuck.getFirst().isFailed());
  }

  @Test
  void theLongestQueueIsCutOffFirst() throws Exception {
    SendQueue<String> greedy = queue(pair(), Overflow.DROP);
    SendQueue<String> modest = queue(pair(), Overflow.DROP);
    MemoryBudget rest = budget;
    assertTrue(rest.tryCharge(700L * KIB, 0, 0)); // this charge stands for other queues
    try {
      String text = "x".repeat(1000);
      while (greedy.offer(text)) {
        assertTrue(modest.dropped() == 0);
      }
      assertTrue(greedy.queuedBytes() < 200 * KIB, "long before its own limit");
      for (int i = 0; i < 20; i++) {
        assertTrue(modest.offer(text), "a short queue finds room");
      }
      assertEquals(1, greedy.dropped(), "only the long queue was cut off");
      assertEquals(0, modest.dropped());
    } finally {
      rest.release(700L * KIB);
    }
  }

  @Test
  void aMessageForManyIsChargedOnce() throws Exception {
    var room = new Fanout<>(LINES, budget);
    int members = 50;
    for (int i = 0; i < members; i++) {
      scope.add(room.subscribe(queue(pair(), Overflow.DROP)));
    }
    String text = "x".repeat(60 * KIB);
    assertEquals(members, room.offer(text), "50 times 60 KiB would be three times the budget");
    assertTrue(budget.chargedBytes() <= 61 * KIB + 100L * members, budget::toString);
  }

  @Test
  void theWholeMemoryOfSmallMessagesCounts() throws Exception {
    SendQueue<String> stuck = queue(pair(), Overflow.DROP);
    int taken = 0;
    while (stuck.offer("")) {
      taken++;
    }
    assertTrue(taken > 4 * KIB && taken < 24 * KIB, taken + " lines of 1 byte in 1 MiB");
  }

  @Test
  void whateverHappensAtOnceEverythingIsReleasedOnce() throws Exception {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    var room = new Fanout<>(LINES, budget);
    List<TestScope.Pair> pairs = new ArrayList<>();
    List<SendQueue<String>> queues = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      TestScope.Pair pair = pair();
      pairs.add(pair);
      queues.add(queue(pair, i % 2 == 0 ? Overflow.DISCONNECT : Overflow.DROP));
      scope.add(room.subscribe(queues.getLast()));
    }
    List<TestTask<?>> speakers = new ArrayList<>();
    var stopped = new AtomicBoolean();
    for (int i = 0; i < 3; i++) {
      SplittableRandom own = random.split();
      speakers.add(
          scope.start(() -> {
            for (int number = 0; number < 300; number++) {
              String text = "x".repeat(own.nextInt(own.nextInt(10) == 0 ? 60 * KIB : KIB));
              var _ =
                  own.nextBoolean()
                      ? room.offer(text) > 0
                      : queues.get(own.nextInt(12)).offer(text);
            }
          }));
    }
    for (TestScope.Pair each : pairs.subList(0, 9)) {
      SplittableRandom own = random.split();
      scope.start(() -> {
        int until = own.nextInt(1_000_000);
        for (int read = 0; read < until && !stopped.get(); read += 100) {
          each.client().source().skip(100);
        }
        each.client().abort();
      });
    }
    for (TestTask<?> each : speakers) {
      each.result();
    }
    stopped.set(true);
    for (TestScope.Pair each : pairs) {
      if (random.nextBoolean()) {
        each.server().close();
      } else {
        each.client().close();
      }
    }
    TestScope.await(
        "everything is released, seed " + seed + ": " + budget, () -> budget.chargedBytes() == 0);
    queues.forEach(each -> assertEquals(0, each.queuedBytes(), "seed " + seed));
  }
}
