package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.testkit.Faults;
import switchboard.testkit.FaultyEngine;
import switchboard.testkit.MemoryEngine;

/** Relays of random streams: no byte is lost or added, and a reset never looks like EOF. */
class RelayPropertyTest {
  private static final int BYTES_MAX = 300_000;

  /** The bytes that a peer sends, and the number of bytes after which it resets; -1 for never. */
  private record Talk(int size, int resetAfter, long seed) {
    static Talk random(SplittableRandom random, boolean resets) {
      int size = random.nextInt(4) == 0 ? 0 : random.nextInt(BYTES_MAX);
      return new Talk(size, resets ? random.nextInt(size + 2) : -1, random.nextLong());
    }

    byte[] bytes() {
      byte[] bytes = new byte[size];
      new SplittableRandom(seed).nextBytes(bytes);
      return bytes;
    }

    boolean resets() {
      return resetAfter >= 0;
    }

    /** Sends in pieces. A peer that resets after the last byte first shuts down its output. */
    void say(Connection connection) throws IOException {
      var random = new SplittableRandom(seed);
      byte[] bytes = bytes();
      int until = resets() ? Math.min(resetAfter, size) : size;
      for (int at = 0; at < until; ) {
        int count = Math.min(until - at, 1 + random.nextInt(40_000));
        connection.write(ByteBuffer.wrap(bytes, at, count));
        at += count;
      }
      if (!resets() || resetAfter > size) {
        connection.shutdownOutput();
      }
      if (resets()) {
        connection.abort();
      }
    }
  }

  /** The bytes that a peer has received, and whether it saw EOF. */
  private record Heard(ByteArrayOutputStream all, boolean ended) {
    static Heard from(Connection connection) {
      var all = new ByteArrayOutputStream();
      var piece = ByteBuffer.allocate(10_000);
      try {
        while (connection.read(piece.clear()) >= 0) {
          all.write(piece.array(), 0, piece.position());
        }
        return new Heard(all, true);
      } catch (IOException lost) {
        return new Heard(all, false);
      }
    }
  }

  private static void run(Network network, long seed) throws Exception {
    var random = new SplittableRandom(seed);
    int whoResets = random.nextInt(4);
    var anns = Talk.random(random, whoResets == 0);
    var bobs = Talk.random(random, whoResets == 1);
    try (var scope = new TestScope()) {
      Endpoint anywhere = Endpoint.tcp("127.0.0.1", 0);
      TestScope.Pair left = scope.pair(network, anywhere);
      TestScope.Pair right = scope.pair(network, anywhere);
      var relay = Relay.between(left.server(), right.client());
      TestTask<Boolean> running = scope.start(relay::run);
      List<TestTask<Boolean>> talking =
          List.of(
              scope.start(() -> anns.say(left.client())),
              scope.start(() -> bobs.say(right.server())));
      TestTask<Heard> ann = scope.call(() -> Heard.from(left.client()));
      TestTask<Heard> bob = scope.call(() -> Heard.from(right.server()));
      boolean ended = running.resultOr(ConnectionLostException.class, false);
      assertEquals(ended, left.server().isOpen() && right.client().isOpen());
      left.server().close();
      right.client().close();
      for (var each : talking) {
        each.resultOr(ConnectionLostException.class, false);
      }
      check(bobs, anns, ann.result());
      check(anns, bobs, bob.result());
      if (!anns.resets() && !bobs.resets()) {
        assertTrue(ended);
        assertEquals(anns.size, relay.bytesWrittenTo(right.client()));
        assertEquals(bobs.size, relay.bytesWrittenTo(left.server()));
      }
    } catch (Throwable e) {
      e.addSuppressed(new AssertionError("seed " + seed));
      throw e;
    }
  }

  private static void check(Talk said, Talk hearer, Heard heard) {
    byte[] bytes = heard.all.toByteArray();
    assertTrue(bytes.length <= said.size);
    assertArrayEquals(Arrays.copyOf(said.bytes(), bytes.length), bytes);
    if (heard.ended) {
      assertEquals(said.size, bytes.length, "a reset stream looks like EOF");
    } else {
      assertTrue(said.resets() || hearer.resets(), "neither peer has reset");
    }
  }

  @Test
  void inMemory() throws Exception {
    var engine = new MemoryEngine();
    try (var network = Network.over(engine)) {
      for (long seed = 0; seed < 200; seed++) {
        run(network, seed);
        assertEquals(List.of(), engine.openHandles(), "seed " + seed);
      }
    }
  }

  @Test
  void inMemoryWithShortReadsAndWrites() throws Exception {
    var engine = new MemoryEngine();
    var faults = Faults.seeded(30).shortReads(0.3).shortWrites(0.3);
    try (var network = Network.over(new FaultyEngine(engine, faults))) {
      for (long seed = 1_000; seed < 1_050; seed++) {
        run(network, seed);
        assertEquals(List.of(), engine.openHandles(), "seed " + seed);
      }
    }
  }

  @Test
  void overTcp() throws Exception {
    for (long seed = 2_000; seed < 2_100; seed++) {
      run(Network.system(), seed);
    }
  }
}
