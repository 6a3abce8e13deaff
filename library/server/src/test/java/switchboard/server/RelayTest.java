package switchboard.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import switchboard.contracts.NetworkContract;
import switchboard.contracts.TestScope;
import switchboard.contracts.TestTask;
import switchboard.net.Connection;
import switchboard.net.ConnectionLostException;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Endpoint;
import switchboard.net.Network;
import switchboard.net.OperationInterruptedException;
import switchboard.testkit.ManualTicker;
import switchboard.testkit.MemoryEngine;

/** Relays between two connections, over each kind of stream. */
class RelayTest {
  private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

  @TempDir private static Path directory = Path.of("");

  /** Ann, Bob, and the relay between them. */
  record Line(Connection ann, Connection left, Connection right, Connection bob) {
    static Line through(NetworkContract network, TestScope scope) throws IOException {
      TestScope.Pair left = network.pair(scope);
      TestScope.Pair right = network.pair(scope);
      return new Line(left.client(), left.server(), right.client(), right.server());
    }

    Relay relay() {
      return Relay.between(left, right);
    }
  }

  /** Tests for each network. */
  interface Cases extends NetworkContract {

    private Line line(TestScope scope) throws IOException {
      return Line.through(this, scope);
    }

    @Test
    default void whatOneSaysTheOtherHears(TestScope scope) throws Exception {
      Line line = line(scope);
      var relay = line.relay();
      TestTask<Boolean> running = scope.start(relay::run);
      line.ann.write(ByteBuffer.wrap(HELLO));
      assertArrayEquals(HELLO, line.bob.source().readExactly(HELLO.length));
      line.bob.write(ByteBuffer.wrap(HELLO, 1, 2));
      assertArrayEquals(new byte[] {'e', 'l'}, line.ann.source().readExactly(2));
      line.ann.shutdownOutput();
      line.bob.shutdownOutput();
      running.result();
      assertEquals(5, relay.bytesWrittenTo(line.right));
      assertEquals(2, relay.bytesWrittenTo(line.left));
      assertNull(relay.writeFailure(line.left));
      assertTrue(
          line.left.isOpen() && line.right.isOpen(), "the relay leaves the connections open");
    }

    @Test
    default void whoHasEndedStillHears(TestScope scope) throws Exception {
      Line line = line(scope);
      TestTask<Boolean> running = scope.start(line.relay()::run);
      line.bob.shutdownOutput();
      assertEquals(-1, line.ann.read(ByteBuffer.allocate(1)));
      assertFalse(running.isDone());
      line.ann.write(ByteBuffer.wrap(HELLO));
      assertArrayEquals(HELLO, line.bob.source().readExactly(HELLO.length));
      line.ann.shutdownOutput();
      assertEquals(-1, line.bob.read(ByteBuffer.allocate(1)));
      running.result();
    }

    @Test
    default void whatWasReadOrGatheredBeforeGoesFirst(TestScope scope) throws Exception {
      Line line = line(scope);
      line.ann.write(ByteBuffer.wrap(HELLO));
      line.ann.shutdownOutput();
      assertEquals('h', line.left.source().readByte());
      line.left.sink().writeText("welcome");
      line.bob.close();
      line.relay().run();
      assertEquals("welcome", line.ann.source().readLine(20));
    }

    @Test
    default void aResetIsCarriedOn(TestScope scope) throws Exception {
      Line line = line(scope);
      TestTask<Boolean> running = scope.start(line.relay()::run);
      TestTask<byte[]> hearing = scope.call(() -> line.bob.source().readAll(100));
      hearing.awaitBlocked();
      line.ann.abort();
      if (hasResets()) {
        running.failure(ConnectionLostException.class);
        hearing.failure(ConnectionLostException.class);
        assertFalse(line.left.isOpen() || line.right.isOpen());
      }
    }

    @Test
    default void whoTakesNoMoreIsToldOfAndTheOtherWayGoesOn(TestScope scope) throws Exception {
      if (hasResets()) {
        return; // a TCP peer does not notice that the other side has shut down its input
      }
      Line line = line(scope);
      var relay = line.relay();
      TestTask<Boolean> running = scope.start(relay::run);
      line.bob.shutdownInput();
      assertThrows(ConnectionLostException.class, () -> writeWithoutEnd(line.ann));
      line.bob.write(ByteBuffer.wrap(HELLO));
      assertArrayEquals(HELLO, line.ann.source().readExactly(HELLO.length));
      line.bob.close();
      running.result();
      assertNotNull(relay.writeFailure(line.right));
    }

    @Test
    default void whoMustNotBeLostEndsEverything(TestScope scope) throws Exception {
      Line line = line(scope);
      var relay = line.relay().failOnWriteError(line.right);
      TestTask<Boolean> running = scope.start(relay::run);
      line.bob.close();
      assertEquals(-1, line.ann.read(ByteBuffer.allocate(1)));
      assertThrows(ConnectionLostException.class, () -> writeWithoutEnd(line.ann));
      running.failure(ConnectionLostException.class);
      assertFalse(line.left.isOpen());
    }

    @Test
    default void aDeadlineHoldsForBothWays(TestScope scope) throws Exception {
      Line line = line(scope);
      try (var _ = Deadline.after(Duration.ofMillis(20))) {
        assertThrows(DeadlineExceededException.class, line.relay()::run);
      }
      assertFalse(line.left.isOpen() || line.right.isOpen());
    }

    @Test
    default void interruptionEndsBothWays(TestScope scope) throws Exception {
      Line line = line(scope);
      TestTask<Boolean> running = scope.start(line.relay()::run).awaitBlocked();
      running.thread().interrupt();
      running.failure(OperationInterruptedException.class);
      assertFalse(line.left.isOpen() || line.right.isOpen());
    }

    @Test
    default void whoClosesOneSideEndsIt(TestScope scope) throws Exception {
      Line line = line(scope);
      TestTask<Boolean> running = scope.start(line.relay()::run).awaitBlocked();
      line.right.close();
      running.failure(IOException.class);
      assertFalse(line.left.isOpen());
    }

    @Test
    default void idleTimeIsSilenceBothWays(TestScope scope) throws Exception {
      Line line = line(scope);
      line.bob.shutdownOutput();
      var relay = line.relay().idleTimeout(Duration.ofMillis(20));
      var idle = assertThrows(DeadlineExceededException.class, relay::run);
      assertTrue(idle.getMessage().contains("idle timeout after 0.02 s"), idle.getMessage());
    }

    @Test
    default void aSilentSourceEndsWhenItIsToldTo(TestScope scope) throws Exception {
      Line line = line(scope);
      var relay = line.relay();
      relay.onDirectionClosed(
          line.right, () -> relay.closeWhenIdle(line.left, Duration.ofMillis(20)));
      line.ann.write(ByteBuffer.wrap(HELLO));
      TestTask<Boolean> running = scope.start(relay::run).awaitBlocked();
      line.bob.shutdownOutput();
      running.result();
      assertArrayEquals(HELLO, line.bob.source().readAll(100));
    }

    @Test
    default void aSourceThatNobodyHearsIsNotSilent(TestScope scope) throws Exception {
      Line line = line(scope);
      var ticker = new ManualTicker();
      var running = new CompletableFuture<Relay>();
      scope.start(() -> ticker.run(() -> runUnder(line, running)));
      var relay = running.get();
      TestTask<Boolean> talking = scope.start(() -> line.ann.write(ByteBuffer.allocate(16 << 20)));
      relay.closeWhenIdle(line.left, Duration.ofHours(1));
      assertTrue(line.bob.source().request(1));
      talking.awaitBlocked();
      ticker.awaitParked(1);
      ticker.advance(Duration.ofHours(2));
      assertEquals(16 << 20, line.bob.source().readExactly(16 << 20).length);
      talking.result();
      TestTask<Integer> end = scope.call(() -> line.bob.read(ByteBuffer.allocate(1)));
      Board.await("the silence counts as EOF", () -> advancedUntil(end, ticker));
      assertEquals(-1, end.result());
      line.bob.close();
    }

    private static boolean advancedUntil(TestTask<Integer> done, ManualTicker ticker) {
      ticker.advance(Duration.ofHours(2));
      return done.isDone();
    }

    private static void runUnder(Line line, CompletableFuture<Relay> running) {
      var relay = line.relay();
      running.complete(relay);
      try {
        relay.run();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    default void oneDirectionEndsWhenItIsToldToWhateverItDoes(TestScope scope) throws Exception {
      Line line = line(scope);
      var relay = line.relay();
      TestTask<Boolean> running = scope.start(relay::run).awaitBlocked();
      line.bob.write(ByteBuffer.wrap(HELLO));
      line.bob.shutdownOutput();
      assertArrayEquals(HELLO, line.ann.source().readAll(100));
      relay.closeTowards(line.right);
      running.result();
      assertNull(relay.writeFailure(line.right));

      Line full = line(scope);
      var stuck = full.relay();
      running = scope.start(stuck::run);
      scope.start(() -> assertThrows(IOException.class, () -> writeWithoutEnd(full.ann)));
      assertTrue(full.bob.source().request(1));
      full.bob.shutdownOutput();
      assertEquals(-1, full.ann.read(ByteBuffer.allocate(1)));
      stuck.closeTowards(full.right);
      running.result();
      full.left.close();
    }

    @Test
    default void oneDirectionEndsBeforeItHasBegunIfItIsToldTo(TestScope scope) throws Exception {
      Line line = line(scope);
      line.right.sink().writeText("not received");
      while (line.right.tryWrite(ByteBuffer.allocate(65536)) > 0) {
        // Repeat until the buffer is full.
      }
      var relay = line.relay();
      TestTask<Boolean> running = scope.start(relay::run).awaitBlocked();
      relay.closeTowards(line.right);
      line.bob.shutdownOutput();
      running.result();
      line.right.close();
    }

    @Test
    default void itRunsOnceAndBetweenTwo(TestScope scope) throws Exception {
      Line line = line(scope);
      assertThrows(IllegalArgumentException.class, () -> Relay.between(line.left, line.left));
      assertThrows(IllegalArgumentException.class, () -> line.relay().bytesWrittenTo(line.ann));
      line.ann.close();
      line.bob.close();
      var relay = line.relay();
      relay.run();
      assertThrows(IllegalStateException.class, relay::run);
    }

    private static void writeWithoutEnd(Connection connection) throws IOException {
      while (true) {
        connection.write(ByteBuffer.allocate(65536));
      }
    }

    private boolean hasResets() {
      return !listenEndpoint().scheme().equals("unix");
    }
  }

  @Nested
  class Memory implements Cases {
    private final MemoryEngine engine = new MemoryEngine();
    private final Network network = Network.over(engine);

    @Override
    public Network network() {
      return network;
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.tcp("127.0.0.1", 0);
    }

    @Override
    public long openHandles() {
      return engine.openHandles().size();
    }
  }

  @Nested
  class Tcp implements Cases {
    @Override
    public Network network() {
      return Network.system();
    }

    @Override
    public Endpoint listenEndpoint() {
      return Endpoint.tcp("127.0.0.1", 0);
    }
  }

  @Nested
  class Unix implements Cases {
    private final AtomicInteger count = new AtomicInteger();

    @Override
    public Network network() {
      return Network.system();
    }

    @Override
    public Endpoint listenEndpoint() {
      try {
        Path own = Files.createTempDirectory(directory, "relay");
        return Endpoint.unix(own.resolve("socket" + count.incrementAndGet()).toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
