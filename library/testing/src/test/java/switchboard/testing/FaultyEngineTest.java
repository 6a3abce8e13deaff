package switchboard.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.OutOfDescriptorsException;
import switchboard.net.RefusedException;
import switchboard.net.SocketClosedException;

/** That each fault occurs, and occurs again from the same seed. */
class FaultyEngineTest {
  private static final Endpoint ENDPOINT = Endpoint.tcp("127.0.0.1", 0);

  @AutoClose private final Scope scope = new Scope();

  private static Network network(Faults faults) {
    return Network.over(new FaultyEngine(new MemoryEngine(), faults));
  }

  /** How a message of a hundred bytes comes in, piece by piece. */
  private List<Integer> pieces(Faults faults) throws IOException {
    Scope.Pair pair = scope.pair(network(faults), ENDPOINT);
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
    Scope.Pair pair = scope.pair(network(Faults.seeded(1).shortWrites(1)), ENDPOINT);
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
    Scope.Pair pair = scope.pair(network(faults), ENDPOINT);
    Task<?> writer = scope.start(() -> ticker.run(() -> write(pair)));
    ticker.awaitParked(1);
    assertEquals(0, pair.server().tryRead(ByteBuffer.allocate(1)));
    ticker.advance(Duration.ofSeconds(5));
    writer.result();
    assertEquals(1, pair.server().tryRead(ByteBuffer.allocate(1)));
  }

  private static void write(Scope.Pair pair) {
    try {
      pair.client().write(ByteBuffer.allocate(1));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aResetIsHeardOnBothSides() throws IOException {
    Scope.Pair pair = scope.pair(network(Faults.seeded(1).resets(0.5)), ENDPOINT);
    assertThrows(ConnectionLostException.class, () -> Bytes.writeWithoutEnd(pair.client()));
    assertThrows(ConnectionLostException.class, () -> pair.client().read(ByteBuffer.allocate(1)));
    assertTrue(pair.client().isOpen());
    assertThrows(ConnectionLostException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  void aSilentPeerSwallowsWritesAndSendsNothing() throws Exception {
    Scope.Pair pair = scope.pair(network(Faults.seeded(1).silence(1)), ENDPOINT);
    for (int i = 0; i < 10; i++) {
      pair.client().write(ByteBuffer.allocate(1024 * 1024));
    }
    try (var _ = Deadline.after(Duration.ofMillis(10))) {
      assertThrows(
          DeadlineExceededException.class, () -> pair.client().read(ByteBuffer.allocate(1)));
    }
    Task<?> reader = scope.call(() -> pair.server().read(ByteBuffer.allocate(1)));
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
      } catch (RefusedException expected) {
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
        } catch (OutOfDescriptorsException again) {
          failed++;
        }
      }
    }
    int count = failed;
    assertTrue(count > 3, () -> count + " accepts failed");
  }

  @Test
  void theSeedIsTold() {
    var engine = new FaultyEngine(new MemoryEngine(), Faults.seeded(4711).resets(0.5));
    assertTrue(engine.toString().contains("seed 4711"), engine::toString);
    assertEquals("faulty-memory", engine.name());
    assertThrows(IllegalArgumentException.class, () -> Faults.seeded(1).resets(1.5));
  }
}
