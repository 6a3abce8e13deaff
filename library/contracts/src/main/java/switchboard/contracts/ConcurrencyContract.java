package switchboard.contracts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;
import switchboard.net.Listener;
import switchboard.net.Option;
import switchboard.net.SocketClosedException;
import switchboard.net.spi.Capability;

/**
 * Specifies how a connection behaves when several threads use it at the same time. {@link
 * ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface ConcurrencyContract extends NetworkContract {

  @Test
  default void aSecondReaderIsToldSoAndTheFirstIsNotDisturbed(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Connection end = pair.client();
    var one = ByteBuffer.allocate(1);
    TestTask<String> first = scope.call(() -> TestBytes.readText(end, 5)).awaitBlocked();
    assertThrows(IllegalStateException.class, () -> end.read(one));
    assertThrows(IllegalStateException.class, () -> end.tryRead(one));
    assertThrows(IllegalStateException.class, () -> end.awaitReadable());
    pair.server().write(TestBytes.text("first"));
    assertEquals("first", first.result());
    pair.server().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(end, 1));
  }

  @Test
  default void writesOfSeveralThreadsAreEachWhole(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    int bytes = 100_000;
    TestTask<byte[]> reader = scope.call(() -> TestBytes.readAll(pair.server()));
    var writers = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < 10; i++) {
      byte[] message = new byte[bytes];
      Arrays.fill(message, (byte) ('a' + i));
      writers.add(
          scope.start(() -> {
            for (int j = 0; j < 5; j++) {
              pair.client().write(ByteBuffer.wrap(message));
            }
          }));
    }
    for (TestTask<Boolean> writer : writers) {
      writer.result();
    }
    pair.client().close();
    byte[] arrived = reader.result();
    assertEquals(10 * 5 * bytes, arrived.length);
    DeadlineContract.HurriedWriters.assertWhole(arrived, bytes);
  }

  @Test
  default void tryWriteDoesNotWaitForAnotherWriter(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var large = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    TestTask<?> writer = scope.start(() -> pair.client().write(large)).awaitBlocked();
    assertEquals(0, pair.client().tryWrite(ByteBuffer.allocate(1)));
    assertEquals(large.capacity(), TestBytes.read(pair.server(), large.capacity()).length);
    writer.result();
  }

  @Test
  default void callsOfManyThreadsLeaveItUsable(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    long seed = System.nanoTime();
    var callers = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < 16; i++) {
      var random = new SplittableRandom(seed + i);
      Connection end = i % 2 == 0 ? pair.client() : pair.server();
      callers.add(
          scope.start(() -> {
            for (int j = 0; j < 200; j++) {
              callAnything(end, random.nextInt(10));
            }
          }));
    }
    for (TestTask<Boolean> caller : callers) {
      assertTrue(caller.result(), () -> "seed " + seed);
    }
    assertTrue(pair.client().isOpen());
    pair.client().write(TestBytes.text("END."));
    pair.client().shutdownOutput();
    assertTrue(new String(TestBytes.readAll(pair.server()), US_ASCII).endsWith("END."));
    pair.server().shutdownOutput();
    assertEquals(-1, lastOf(TestBytes.readAll(pair.client())));
  }

  private static int lastOf(byte[] bytes) {
    for (byte each : bytes) {
      assertEquals('.', each);
    }
    return -1;
  }

  /**
   * Calls the method with the number {@code which}, under a deadline of 0.1 ms. The methods to
   * choose from are those that do not close the connection.
   */
  private static void callAnything(Connection end, int which) throws IOException {
    try (var _ = Deadline.after(Duration.ofNanos(100_000))) {
      switch (which) {
        case 0, 1 -> end.read(ByteBuffer.allocate(7));
        case 2 -> end.tryRead(ByteBuffer.allocate(7));
        case 3 -> end.awaitReadable();
        case 4, 5 -> end.tryWrite(TestBytes.text("."));
        case 6 -> end.onReady(Interest.READ, () -> {}).cancel();
        case 7 -> end.onReady(Interest.WRITE, () -> {}).cancel();
        case 8 -> end.options().supports(Option.NO_DELAY);
        default -> end.write(TestBytes.text("."));
      }
    } catch (IllegalStateException anotherReads) {
      assertTrue(which <= 3, () -> "call " + which);
    } catch (DeadlineExceededException cut) {
      // The deadline may have expired, or another thread may have closed the connection.
    }
  }

  @Test
  default void anythingMayMeetAClose(TestScope scope) throws Exception {
    for (int round = 0; round < 20; round++) {
      TestScope.Pair pair = pair(scope);
      var callers = new ArrayList<TestTask<Boolean>>();
      var busy = new CountDownLatch(8);
      for (int i = 0; i < 8; i++) {
        int which = i;
        callers.add(scope.start(() -> callUntilClosed(pair.client(), which, busy)));
      }
      assertTrue(busy.await(10, TimeUnit.SECONDS));
      if (round % 2 == 0) {
        pair.client().close();
      } else {
        pair.client().abort();
      }
      for (TestTask<Boolean> caller : callers) {
        caller.failure(SocketClosedException.class);
      }
      pair.server().close();
    }
  }

  private static void callUntilClosed(Connection end, int which, CountDownLatch busy)
      throws IOException {
    while (true) {
      busy.countDown();
      LockSupport.parkNanos(1_000); // a spinning virtual thread would occupy its carrier
      switch (which) {
        case 0 -> callAnything(end, 0);
        case 1 -> callAnything(end, 2);
        case 2 -> callAnything(end, 3);
        case 3 -> callAnything(end, 4);
        default -> callAnything(end, 9);
      }
    }
  }

  @Test
  default void blockedCallsExhaustNoCarriers(TestScope scope) throws Exception {
    int count = 200;
    Listener listener = scope.listen(network(), listenEndpoint());
    List<Connection> servers = new ArrayList<>();
    List<TestTask<String>> readers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Connection client = scope.connect(network(), listener);
      readers.add(scope.call(() -> TestBytes.readText(client, 1)));
      servers.add(scope.add(listener.accept()));
    }
    readers.forEach(TestTask::awaitBlocked);
    assertEquals("free", scope.call(() -> "free").result());
    for (Connection server : servers) {
      server.write(TestBytes.text("x"));
    }
    for (TestTask<String> reader : readers) {
      assertEquals("x", reader.result());
    }
  }
}
