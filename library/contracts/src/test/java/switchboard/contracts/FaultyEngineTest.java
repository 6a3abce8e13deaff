package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import switchboard.net.ConnectionLostException;
import switchboard.net.ConnectionRefusedException;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Options;
import switchboard.net.SocketClosedException;
import switchboard.net.TooManyOpenFilesException;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Tests that each kind of fault occurs, and that the same seed repeats the same faults. */
class FaultyEngineTest {
  private static final Endpoint ENDPOINT = Endpoint.tcp("127.0.0.1", 0);
  private static final Endpoint UDP = Endpoint.udp("127.0.0.1", 0);

  @AutoClose private final TestScope scope = new TestScope();

  private static Network network(Faults faults) {
    return Network.over(new FaultyEngine(new MemoryEngine(), faults));
  }

  /** Returns the sizes of the pieces in which a message of 100 bytes is read. */
  private List<Integer> pieces(Faults faults) throws IOException {
    TestScope.Pair pair = scope.pair(network(faults), ENDPOINT);
    pair.client().write(ByteBuffer.allocate(100));
    pair.client().shutdownOutput();
    var sizes = new ArrayList<Integer>();
    while (true) {
      int size = pair.server().read(ByteBuffer.allocate(100));
      if (size < 0) {
        return sizes;
      }
      sizes.add(size);
    }
  }

  @Test
  void aNegativeDurationIsRefused() {
    Duration negative = Duration.ofMillis(-1);
    Faults faults = Faults.seeded(1);
    assertThrows(IllegalArgumentException.class, () -> faults.delays(1, negative));
    assertThrows(IllegalArgumentException.class, () -> faults.segmentLoss(1, negative));
    assertThrows(IllegalArgumentException.class, () -> faults.latency(negative, Duration.ZERO));
  }

  @Test
  void shortReadsHappenTheSameWayFromTheSameSeed() throws IOException {
    List<Integer> first = pieces(Faults.seeded(7).shortReads(1));
    assertTrue(first.size() > 5, first::toString);
    assertEquals(100, first.stream().mapToInt(Integer::intValue).sum());
    assertEquals(first, pieces(Faults.seeded(7).shortReads(1)));
    assertNotEquals(first, pieces(Faults.seeded(8).shortReads(1)));
    assertEquals(List.of(100), pieces(Faults.seeded(7)));
  }

  @Test
  void shortWritesTakeAPart() throws IOException {
    TestScope.Pair pair = scope.pair(network(Faults.seeded(1).shortWrites(1)), ENDPOINT);
    int taken = pair.client().tryWrite(ByteBuffer.allocate(1000));
    assertTrue(taken >= 1 && taken <= 16, () -> "took " + taken);
    var whole = ByteBuffer.allocate(1000);
    pair.client().write(whole);
    assertEquals(0, whole.remaining());
  }

  @Test
  void delaysLastUntilTheClockSaysSo() throws Exception {
    var ticker = new ManualTicker();
    var faults = Faults.seeded(1).delays(1, Duration.ofSeconds(5));
    TestScope.Pair pair = scope.pair(network(faults), ENDPOINT);
    TestTask<?> writer = scope.start(() -> ticker.run(() -> write(pair)));
    ticker.awaitParked(1);
    assertEquals(0, pair.server().tryRead(ByteBuffer.allocate(1)));
    ticker.advance(Duration.ofSeconds(5));
    writer.result();
    assertEquals(1, pair.server().tryRead(ByteBuffer.allocate(1)));
  }

  private static void write(TestScope.Pair pair) {
    try {
      pair.client().write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aResetIsHeardOnBothSides() throws IOException {
    TestScope.Pair pair = scope.pair(network(Faults.seeded(1).resets(0.5)), ENDPOINT);
    assertThrows(ConnectionLostException.class, () -> TestBytes.writeWithoutEnd(pair.client()));
    assertThrows(ConnectionLostException.class, () -> pair.client().read(ByteBuffer.allocate(1)));
    assertTrue(pair.client().isOpen());
    assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  void aSilentPeerSwallowsWritesAndSendsNothing() throws Exception {
    TestScope.Pair pair = scope.pair(network(Faults.seeded(1).silence(1)), ENDPOINT);
    for (int i = 0; i < 10; i++) {
      pair.client().write(ByteBuffer.allocate(1024 * 1024));
    }
    try (var _ = Deadline.after(Duration.ofMillis(10))) {
      assertThrows(
          DeadlineExceededException.class, () -> pair.client().read(ByteBuffer.allocate(1)));
    }
    TestTask<?> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    pair.server().close();
    reader.failure(SocketClosedException.class);
  }

  @Test
  void connectsAreRefusedAsOftenAsWasAskedFor() throws IOException {
    Network network = network(Faults.seeded(5).refusals(0.5));
    Listener listener = scope.listen(network, ENDPOINT);
    int refused = 0;
    for (int i = 0; i < 100; i++) {
      try {
        scope.connect(network, listener);
      } catch (ConnectionRefusedException expected) {
        refused++;
      }
    }
    int count = refused;
    assertTrue(count > 25 && count < 75, () -> count + " of 100 were refused");
  }

  @Test
  void anAcceptWithoutDescriptorsLeavesTheCallerWaiting() throws IOException {
    Network network = network(Faults.seeded(5).acceptFailures(0.5));
    Listener listener = scope.listen(network, ENDPOINT);
    int failed = 0;
    for (int i = 0; i < 20; i++) {
      scope.connect(network, listener);
      while (true) {
        try {
          assertNotNull(scope.add(listener.accept()));
          break;
        } catch (TooManyOpenFilesException again) {
          failed++;
        }
      }
    }
    int count = failed;
    assertTrue(count > 3, () -> count + " accepts failed");
  }

  /**
   * Sends the numbers 0 to 999 in datagrams. Returns the numbers that arrive within one second of
   * the manual clock, in the order in which they arrive.
   */
  private List<Integer> arrived(Faults faults) throws IOException {
    Network network = network(faults);
    var sender = scope.add(network.bind(UDP, Options.none()));
    var receiver = scope.add(network.bind(UDP, Options.none()));
    var ticker = new ManualTicker();
    var numbers = new ArrayList<Integer>();
    ticker.run(() -> {
      for (int step = 0; step < 1_100; step++) {
        try {
          if (step < 1_000) {
            sender.send(ByteBuffer.allocate(4).putInt(step).flip(), receiver.local());
          }
          var target = ByteBuffer.allocate(4);
          while (receiver.tryReceive(target.clear()) != null) {
            numbers.add(target.getInt(0));
          }
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        ticker.advance(Duration.ofMillis(1));
      }
    });
    return numbers;
  }

  @Test
  void datagramsAreLostAndDoubledAsOftenAsWasAskedFor() throws IOException {
    List<Integer> lost = arrived(Faults.seeded(6).datagramLoss(0.1));
    assertTrue(lost.size() > 850 && lost.size() < 950, () -> lost.size() + " arrived");
    assertEquals(lost.stream().sorted().distinct().toList(), lost);
    assertEquals(lost, arrived(Faults.seeded(6).datagramLoss(0.1)));
    assertNotEquals(lost, arrived(Faults.seeded(7).datagramLoss(0.1)));
    List<Integer> doubled = arrived(Faults.seeded(6).datagramDoubling(0.1));
    assertEquals(1_000, doubled.stream().distinct().count());
    assertTrue(doubled.size() > 1_050 && doubled.size() < 1_150, () -> doubled.size() + " arrived");
  }

  @Test
  void datagramsOvertakeEachOtherWhereTheLatencyVaries() throws IOException {
    var least = Duration.ofMillis(20);
    List<Integer> steady = arrived(Faults.seeded(6).latency(least, least));
    assertEquals(1_000, steady.size());
    assertEquals(steady.stream().sorted().toList(), steady);
    List<Integer> varying = arrived(Faults.seeded(6).latency(least, Duration.ofMillis(30)));
    assertEquals(1_000, varying.size());
    assertNotEquals(varying.stream().sorted().toList(), varying);
    assertEquals(steady, varying.stream().sorted().toList());
  }

  @Test
  void aDatagramIsOnItsWayUntilTheClockSaysSo() throws Exception {
    var ticker = new ManualTicker();
    var latency = Duration.ofSeconds(3);
    Network network = network(Faults.seeded(1).latency(latency, latency));
    var sender = scope.add(network.bind(UDP, Options.none()));
    var receiver = scope.add(network.bind(UDP, Options.none()));
    TestTask<?> blocked = scope.start(() -> ticker.run(() -> receive(receiver)));
    blocked.awaitBlocked();
    sender.send(ByteBuffer.allocate(4), receiver.local());
    ticker.awaitParked(1);
    ticker.advance(latency.minusNanos(1));
    assertFalse(blocked.isDone());
    ticker.awaitParked(1);
    ticker.advance(Duration.ofNanos(1));
    blocked.result();
  }

  private static void receive(Datagrams receiver) {
    try {
      receiver.receive(ByteBuffer.allocate(4));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Sends a thousand bytes, one byte every millisecond. Returns the time at which each byte is
   * read.
   */
  private List<Integer> arrivals(Faults faults) throws IOException {
    TestScope.Pair pair = scope.pair(network(faults), ENDPOINT);
    var ticker = new ManualTicker();
    var times = new ArrayList<Integer>();
    ticker.run(() -> {
      var target = ByteBuffer.allocate(1);
      for (int step = 0; times.size() < 1_000; step++) {
        try {
          if (step < 1_000) {
            pair.client().write(ByteBuffer.allocate(1).put((byte) step).flip());
          }
          while (pair.server().tryRead(target.clear()) > 0) {
            assertEquals((byte) times.size(), target.get(0), "in order");
            times.add(step);
          }
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        ticker.advance(Duration.ofMillis(1));
      }
    });
    return times;
  }

  @Test
  void aLostSegmentHoldsUpAllThatFollows() throws IOException {
    var timeout = Duration.ofMillis(50);
    List<Integer> times = arrivals(Faults.seeded(3).segmentLoss(0.01, timeout));
    int late = 0;
    int held = 0;
    for (int i = 0; i < times.size(); i++) {
      late += times.get(i) - i >= 50 ? 1 : 0;
      held += times.get(i) > i ? 1 : 0;
    }
    int lost = late;
    int waited = held;
    assertTrue(lost >= 4 && lost <= 20, () -> lost + " segments were lost");
    assertTrue(waited > 20 * lost, () -> waited + " segments were delayed by " + lost + " losses");
    assertEquals(times, arrivals(Faults.seeded(3).segmentLoss(0.01, timeout)));
  }

  @Test
  void aSegmentThatIsLostAgainWaitsAgainAndComesInTheEnd() throws IOException {
    List<Integer> times = arrivals(Faults.seeded(3).segmentLoss(1, Duration.ofMillis(30)));
    assertEquals(240, times.getFirst()); // eight retransmissions of 30 ms
  }

  @Test
  void anInvalidRangeOfLatenciesIsRefused() {
    var second = Duration.ofSeconds(1);
    Faults faults = Faults.seeded(1);
    assertThrows(IllegalArgumentException.class, () -> faults.latency(second, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> faults.latency(second.negated(), second));
  }

  @Test
  void theSeedIsTold() {
    var engine = new FaultyEngine(new MemoryEngine(), Faults.seeded(4711).resets(0.5));
    assertTrue(engine.toString().contains("seed 4711"), engine::toString);
    assertEquals("faulty-memory", engine.name());
    assertThrows(IllegalArgumentException.class, () -> Faults.seeded(1).resets(1.5));
  }
}
