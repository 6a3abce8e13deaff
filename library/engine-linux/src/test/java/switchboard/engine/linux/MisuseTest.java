package switchboard.engine.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.Listener;
import switchboard.net.Network;
import switchboard.net.Option;
import switchboard.net.SocketClosedException;

/** Tests that misuse neither crashes the JVM nor affects the socket of another connection. */
class MisuseTest {
  private final Network network = opened();

  private static Network opened() {
    try {
      return Network.over(new LinuxEngine(new Libc()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void close() {
    network.close();
  }

  private record Pair(Connection client, Connection server) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      server.close();
    }
  }

  private Pair pair() throws IOException {
    try (Listener listener = network.listen("127.0.0.1:0")) {
      return new Pair(network.connect(listener.endpoint()), listener.accept());
    }
  }

  @Test
  void memoryThatWasFreedIsRefused() throws IOException {
    ByteBuffer freed;
    try (Arena arena = Arena.ofConfined()) {
      freed = arena.allocate(100).asByteBuffer();
    }
    try (Pair pair = pair()) {
      assertThrows(IllegalStateException.class, () -> pair.client.write(freed));
      pair.client.write(ByteBuffer.wrap(new byte[] {1}));
      assertThrows(IllegalStateException.class, () -> pair.server.read(freed));
      assertEquals(1, pair.server.read(ByteBuffer.allocate(10)), "the connection still works");
    }
  }

  @Test
  void memoryOfAnotherThreadIsRefused() throws Exception {
    try (Arena arena = Arena.ofConfined();
        Pair pair = pair()) {
      ByteBuffer confined = arena.allocate(100).asByteBuffer();
      var thrown = new ArrayList<Throwable>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              pair.client.write(confined);
            } catch (IOException | RuntimeException e) {
              thrown.add(e);
            }
          })
          .join();
      assertEquals(WrongThreadException.class, thrown.getFirst().getClass());
    }
  }

  @Test
  void aBufferThatIsReadOnlyIsWrittenFromAndNotReadInto() throws IOException {
    try (Pair pair = pair()) {
      pair.client.write(ByteBuffer.wrap(new byte[] {1, 2}).asReadOnlyBuffer());
      pair.client.write(ByteBuffer.allocateDirect(2).asReadOnlyBuffer());
      assertThrows(
          IllegalArgumentException.class,
          () -> pair.server.read(ByteBuffer.allocate(10).asReadOnlyBuffer()));
      assertEquals(4, pair.server.source().readExactly(4).length);
    }
  }

  @Test
  void aClosedSocketTouchesNobodyWhoHasItsNumberNow() throws Exception {
    var old = new ArrayList<Connection>();
    for (int i = 0; i < 50; i++) {
      Pair pair = pair();
      pair.close();
      old.add(pair.client);
      old.add(pair.server);
    }
    // this pair has the descriptor numbers of sockets that were closed before
    try (Pair now = pair()) {
      now.client.write(ByteBuffer.wrap("mine".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      for (Connection closed : old) {
        assertThrows(SocketClosedException.class, () -> closed.read(ByteBuffer.allocate(1)));
        assertThrows(SocketClosedException.class, () -> closed.write(ByteBuffer.allocate(1)));
        assertThrows(SocketClosedException.class, closed::shutdownInput);
        assertThrows(SocketClosedException.class, () -> closed.options().get(Option.NO_DELAY));
        closed.abort();
        closed.close();
      }
      assertEquals(4, now.server.source().readExactly(4).length);
    }
  }

  /**
   * Closes connections from two threads while other threads are inside every kind of call, and
   * while the kernel immediately reuses descriptors.
   */
  @Test
  void closingDuringEveryCallHarmsNobodyElse() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    try (Pair witness = pair()) {
      for (int round = 0; round < 300; round++) {
        Pair pair = pair();
        var threads = new ArrayList<Thread>();
        for (Step step : calls(pair.client)) {
          Thread.Builder kind =
              random.nextBoolean() ? network.eventLoopThread() : Thread.ofVirtual();
          threads.add(kind.start(() -> tried(step)));
        }
        threads.add(Thread.ofVirtual().start(pair.client::close));
        threads.add(Thread.ofVirtual().start(pair.client::abort));
        try (Pair reusing = pair()) {
          reusing.client.write(ByteBuffer.wrap(new byte[] {(byte) round}));
          assertEquals((byte) round, reusing.server.source().readByte(), "seed " + seed);
        }
        pair.server.close();
        for (Thread thread : threads) {
          assertTrue(thread.join(Duration.ofSeconds(10)), "a call hangs, seed " + seed);
        }
        witness.client.write(ByteBuffer.wrap(new byte[] {(byte) round}));
        assertEquals((byte) round, witness.server.source().readByte(), "seed " + seed);
      }
      assertEquals(0, witness.server.tryRead(ByteBuffer.allocate(1)), "no other bytes arrive");
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static List<Step> calls(Connection connection) {
    return List.of(
        () -> connection.read(ByteBuffer.allocate(100)),
        () -> connection.write(ByteBuffer.allocateDirect(1 << 20)),
        () -> connection.tryWrite(ByteBuffer.allocate(100)),
        () -> connection.options().get(Option.KEEP_ALIVE),
        () -> connection.options().set(Option.NO_DELAY, true),
        connection::shutdownOutput,
        () -> connection.onReady(switchboard.net.Interest.READ, () -> {}).cancel());
  }

  private static void tried(Step step) {
    try (var _ = Deadline.after(Duration.ofSeconds(5))) {
      step.run();
    } catch (IOException | IllegalStateException expected) {
      return;
    }
  }

  @Test
  void anEngineThatWasClosedSaysSo() throws IOException {
    Pair pair = pair();
    network.close();
    network.close();
    assertThrows(IOException.class, () -> pair.client.read(ByteBuffer.allocate(1)));
    pair.close();
    assertFalse(pair.client.isOpen());
  }
}
