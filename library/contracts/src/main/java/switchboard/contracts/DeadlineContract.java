package switchboard.contracts;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OutputBrokenException;
import switchboard.net.spi.Capability;

/**
 * Specifies how an expired deadline ends a blocked operation, and in which state the connection is
 * after that. {@link ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface DeadlineContract extends NetworkContract {

  /**
   * A running step of a test, and its deadline, which another thread can make expire.
   *
   * @param limit the deadline of the step
   * @param task the thread that runs the step
   */
  record Limited(Deadline limit, TestTask<Boolean> task) {
    /**
     * Starts {@code step} under a deadline that expires only on request, and waits until the step
     * blocks.
     *
     * @param scope the scope of the test
     * @param step the code of the step; it must block
     * @return the running step
     * @throws Exception if the step does not start
     */
    public static Limited start(TestScope scope, TestScope.Step step) throws Exception {
      var opened = new CompletableFuture<Deadline>();
      TestTask<Boolean> task =
          scope.start(() -> {
            try (var limit = Deadline.never()) {
              opened.complete(limit);
              step.run();
            }
          });
      Deadline limit = opened.get(10, TimeUnit.SECONDS);
      return new Limited(limit, task.awaitBlocked());
    }

    /**
     * Makes the deadline expire, and waits until the step has failed.
     *
     * @return the exception that the step threw
     * @throws Exception if the calling thread is interrupted
     * @throws AssertionError if the step did not throw a DeadlineExceededException
     */
    public DeadlineExceededException expiresNow() throws Exception {
      limit.expireNow();
      return task.failure(DeadlineExceededException.class);
    }
  }

  @Test
  default void aDeadlineThatHasPassedFailsAtOnceAndChangesNothing(TestScope scope)
      throws Exception {
    TestScope.Pair pair = pair(scope);
    pair.server().write(TestBytes.text("there already"));
    pair.client().awaitReadable();
    var target = ByteBuffer.allocate(100);
    var source = TestBytes.text("not sent");
    try (var _ = Deadline.after(Duration.ZERO)) {
      assertThrows(DeadlineExceededException.class, () -> pair.client().read(target));
      assertThrows(DeadlineExceededException.class, () -> pair.client().awaitReadable());
      assertThrows(DeadlineExceededException.class, () -> pair.client().write(source));
    }
    assertEquals(0, target.position());
    assertEquals(8, source.remaining());
    pair.client().write(TestBytes.text("sent"));
    assertEquals("sent", TestBytes.readText(pair.server(), 4));
    assertEquals("there already", TestBytes.readText(pair.client(), 13));
  }

  @Test
  default void aReadThatWasCutLosesNothingAndMayBeRepeated(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    for (int i = 0; i < 20; i++) {
      try (var _ = Deadline.after(Duration.ofMillis(1))) {
        var nothing = ByteBuffer.allocate(10);
        var cut = assertThrows(DeadlineExceededException.class, () -> pair.client().read(nothing));
        TestBytes.assertNames(cut, "read", pair.client());
        assertEquals(0, nothing.position());
      }
    }
    pair.server().write(TestBytes.text("all of it"));
    assertEquals("all of it", TestBytes.readText(pair.client(), 9));
  }

  @Test
  default void nothingIsLostWhenBytesAndDeadlineMeet(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(5, 2000);
    TestTask<?> sender =
        scope.start(() -> {
          for (int at = 0; at < sent.length; at++) {
            pair.server().write(ByteBuffer.wrap(sent, at, 1));
            LockSupport.parkNanos(20_000); // so that some reads time out
          }
        });
    var target = ByteBuffer.allocate(sent.length);
    while (target.hasRemaining()) {
      try (var _ = Deadline.after(Duration.ofNanos(50_000))) {
        pair.client().read(target);
      } catch (DeadlineExceededException again) {
        assertTrue(pair.client().isOpen());
      }
    }
    sender.result();
    assertArrayEquals(sent, target.array());
  }

  @Test
  default void expiringWakesABlockedReader(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Limited.start(scope, () -> pair.client().read(ByteBuffer.allocate(1))).expiresNow();
    pair.server().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(pair.client(), 1));
  }

  @Test
  default void expiringWakesWhoAwaitsReadable(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    Limited.start(scope, () -> pair.client().awaitReadable()).expiresNow();
    pair.server().write(TestBytes.text("x"));
    assertEquals("x", TestBytes.readText(pair.client(), 1));
  }

  @Test
  default void expiringWakesABlockedWriter(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var large = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    Limited.start(scope, () -> pair.client().write(large)).expiresNow();
  }

  @Test
  default void expiringWakesAQueuedWriter(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var large = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    TestTask<?> first = scope.start(() -> pair.client().write(large)).awaitBlocked();
    var second = TestBytes.text("second");
    Limited.start(scope, () -> pair.client().write(second)).expiresNow();
    assertEquals(6, second.remaining());
    assertEquals(large.capacity(), TestBytes.read(pair.server(), large.capacity()).length);
    first.result();
    pair.client().write(second);
    assertEquals("second", TestBytes.readText(pair.server(), 6));
  }

  @Test
  default void movingADeadlineForwardWakesABlockedReader(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    var reader = Limited.start(scope, () -> pair.client().read(ByteBuffer.allocate(1)));
    reader.limit().resetAfter(Duration.ofHours(1));
    reader.task().awaitBlocked();
    reader.limit().resetAfter(Duration.ofMillis(20));
    reader.task().failure(DeadlineExceededException.class);
  }

  @Test
  default void movingADeadlineBackLetsItWorkAgain(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    try (var limit = Deadline.after(Duration.ZERO)) {
      assertThrows(
          DeadlineExceededException.class, () -> pair.client().read(ByteBuffer.allocate(1)));
      limit.resetAfter(Duration.ofHours(1));
      pair.server().write(TestBytes.text("x"));
      assertEquals("x", TestBytes.readText(pair.client(), 1));
    }
  }

  @Test
  default void theEarliestOfNestedDeadlinesWins(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    var one = ByteBuffer.allocate(1);
    try (var outer = Deadline.after(Duration.ofHours(1))) {
      try (var _ = Deadline.after(Duration.ofMillis(1))) {
        assertThrows(DeadlineExceededException.class, () -> pair.client().read(one));
      }
      pair.server().write(TestBytes.text("x"));
      assertEquals("x", TestBytes.readText(pair.client(), 1));
      try (var _ = Deadline.after(Duration.ofHours(2))) {
        outer.resetAfter(Duration.ofMillis(1));
        assertThrows(DeadlineExceededException.class, () -> pair.client().read(one));
      }
    }
  }

  @Test
  default void aReadThatIsCutDoesNotTouchWrites(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    byte[] sent = TestBytes.random(6, TestBytes.MORE_THAN_FITS);
    TestTask<?> writer =
        scope.start(() -> pair.client().write(ByteBuffer.wrap(sent))).awaitBlocked();
    try (var _ = Deadline.after(Duration.ofMillis(1))) {
      assertThrows(
          DeadlineExceededException.class, () -> pair.client().read(ByteBuffer.allocate(1)));
    }
    assertArrayEquals(sent, TestBytes.read(pair.server(), sent.length));
    writer.result();
  }

  @Test
  default void aWriteThatIsCutDoesNotTouchReads(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    TestTask<Integer> reader = scope.call(() -> pair.client().read(ByteBuffer.allocate(1)));
    reader.awaitBlocked();
    TestBytes.fillToTheBrim(pair.client());
    pair.server().write(TestBytes.text("x"));
    assertEquals(1, reader.result());
  }

  @Test
  default void aWriteCutBeforeItsFirstByteChangesNothing(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    long taken = TestBytes.fillToTheBrim(pair.client());
    TestTask<byte[]> all = scope.call(() -> TestBytes.readAll(pair.server()));
    pair.client().write(TestBytes.text("behind"));
    pair.client().shutdownOutput();
    byte[] arrived = all.result();
    assertEquals(taken + 6, arrived.length);
    assertEquals("behind", new String(arrived, (int) taken, 6, US_ASCII));
  }

  @Test
  default void aWriteCutAfterItsFirstByteBreaksTheOutputAndLeavesTheInput(TestScope scope)
      throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var large = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    Limited writer = Limited.start(scope, () -> pair.client().write(large));
    TestScope.await("the first bytes are written", () -> large.position() > 0);
    writer.expiresNow();
    assertTrue(large.hasRemaining(), large::toString);
    var one = ByteBuffer.allocate(1);
    var broken = assertThrows(OutputBrokenException.class, () -> pair.client().write(one));
    assertThrows(OutputBrokenException.class, () -> pair.client().tryWrite(one));
    TestBytes.assertNames(broken, "write", pair.client());
    pair.server().write(TestBytes.text("still heard"));
    assertEquals("still heard", TestBytes.readText(pair.client(), 11));
  }

  @Test
  default void hurriedWritesAreWholeOrTheConnectionIsBroken(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    int bytes = 1000;
    TestTask<byte[]> reader = scope.call(() -> TestBytes.readAll(pair.server()));
    for (TestTask<Integer> writer : HurriedWriters.start(scope, pair.client(), bytes)) {
      writer.result();
    }
    pair.client().close();
    HurriedWriters.assertWhole(reader.result(), bytes);
  }

  /**
   * Ten threads. Each thread writes a hundred messages, and each write has a deadline of half a
   * millisecond.
   */
  final class HurriedWriters {
    private HurriedWriters() {}

    static List<TestTask<Integer>> start(TestScope scope, Connection target, int bytes) {
      var writers = new ArrayList<TestTask<Integer>>();
      for (int i = 0; i < 10; i++) {
        byte mark = (byte) ('a' + i);
        writers.add(scope.call(() -> write(target, mark, bytes)));
      }
      return writers;
    }

    private static int write(Connection target, byte mark, int bytes) throws Exception {
      byte[] message = new byte[bytes];
      int whole = 0;
      for (int i = 0; i < 100; i++) {
        Arrays.fill(message, mark);
        try (var _ = Deadline.after(Duration.ofNanos(500_000))) {
          target.write(ByteBuffer.wrap(message));
          whole++;
        } catch (DeadlineExceededException cut) {
          assertTrue(target.isOpen());
        } catch (OutputBrokenException saysSo) {
          return whole;
        }
        Arrays.fill(
            // after the write, the test may change the buffer, even if the write failed
            message, (byte) '?');
      }
      return whole;
    }

    /**
     * Requires that every message is complete, except the last one. The last message may be
     * incomplete, because no message can be written after an incomplete one.
     */
    static void assertWhole(byte[] arrived, int bytes) {
      for (int at = 0; at < arrived.length; at++) {
        assertTrue(arrived[at] >= 'a' && arrived[at] <= 'j', "a byte that was never sent");
        assertEquals(arrived[at - at % bytes], arrived[at], "two writes are mixed at " + at);
      }
    }
  }
}
