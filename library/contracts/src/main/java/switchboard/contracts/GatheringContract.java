package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import switchboard.contracts.DeadlineContract.Limited;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OutputBrokenException;
import switchboard.net.spi.Capability;
import switchboard.net.spi.support.BufferPool;

/**
 * Specifies gathering writes, which write several buffers in one call. {@link ConnectionContract}
 * includes this contract.
 *
 * @since 0.1.0
 */
public interface GatheringContract extends NetworkContract {

  /**
   * Sizes just below, at and just above limits of engines: the size of a pooled buffer, the size of
   * the pieces into which an engine divides a write, and the number of {@code iovec} structures
   * that fit into a pooled buffer.
   */
  List<Integer> SIZES =
      List.of(
          0,
          1,
          2,
          63,
          64,
          65,
          BufferPool.BYTES - 313,
          BufferPool.BYTES - 312,
          BufferPool.BYTES - 311,
          BufferPool.BYTES - 1,
          BufferPool.BYTES,
          BufferPool.BYTES + 1,
          128 * 1024 - 1,
          128 * 1024,
          128 * 1024 + 1,
          BufferPool.LARGE_BYTES - 1,
          BufferPool.LARGE_BYTES,
          BufferPool.LARGE_BYTES + 1);

  /** Divides {@code bytes} into heap and direct buffers of these sizes. */
  private static ByteBuffer[] divide(byte[] bytes, int[] sizes, SplittableRandom random) {
    var buffers = new ByteBuffer[sizes.length];
    int at = 0;
    for (int i = 0; i < sizes.length; i++) {
      buffers[i] = buffer(random.nextInt(4), bytes, at, sizes[i]);
      at += sizes[i];
    }
    return buffers;
  }

  private static ByteBuffer buffer(int kind, byte[] bytes, int at, int size) {
    return switch (kind) {
      case 0 -> ByteBuffer.wrap(bytes, at, size);
      case 1 -> ByteBuffer.wrap(bytes, at, size).slice().asReadOnlyBuffer();
      case 2 -> ByteBuffer.allocateDirect(size).put(0, bytes, at, size);
      default ->
          ByteBuffer.allocateDirect(size + 7).position(3).put(bytes, at, size).flip().position(3);
    };
  }

  @Test
  default void buffersOfEveryKindAndSizeArriveInOrder(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int count = 0; count <= 20; count++) {
      int[] sizes = random.ints(count, 0, SIZES.size()).map(SIZES::get).toArray();
      byte[] sent = TestBytes.random(random.nextLong(), Arrays.stream(sizes).sum());
      ByteBuffer[] buffers = divide(sent, sizes, random);
      TestTask<byte[]> reader = scope.call(() -> TestBytes.read(pair.server(), sent.length));
      pair.client().write(buffers);
      assertArrayEquals(sent, reader.result(), "seed " + seed + ", count " + count);
      for (ByteBuffer each : buffers) {
        assertFalse(each.hasRemaining(), "every buffer is written completely");
      }
    }
  }

  @Test
  default void everyPairOfSizesArrives(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    for (int first : new int[] {1, 4, 64, BufferPool.BYTES - 313, BufferPool.BYTES}) {
      for (int second : SIZES) {
        byte[] sent = TestBytes.random(first * 31L + second, first + second);
        TestTask<byte[]> reader = scope.call(() -> TestBytes.read(pair.server(), sent.length));
        pair.client().write(ByteBuffer.wrap(sent, 0, first), ByteBuffer.wrap(sent, first, second));
        assertArrayEquals(sent, reader.result(), first + " and " + second);
      }
    }
  }

  @Test
  default void noOtherWriterComesBetweenBuffers(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    int bytes = 60_000;
    TestTask<byte[]> reader = scope.call(() -> TestBytes.readAll(pair.server()));
    var writers = new ArrayList<TestTask<Boolean>>();
    for (int i = 0; i < 6; i++) {
      byte[] half = new byte[bytes / 2];
      Arrays.fill(half, (byte) ('a' + i));
      writers.add(
          scope.start(() -> {
            for (int j = 0; j < 5; j++) {
              pair.client().write(ByteBuffer.wrap(half), ByteBuffer.wrap(half));
            }
          }));
    }
    for (TestTask<Boolean> writer : writers) {
      writer.result();
    }
    pair.client().close();
    DeadlineContract.HurriedWriters.assertWhole(reader.result(), bytes);
  }

  @Test
  default void aDeadlineBeforeTheFirstByteChangesNoBuffer(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    long filled = TestBytes.fillToTheBrim(pair.client());
    var one = TestBytes.text("one");
    var two = TestBytes.text("two");
    try (var _ = Deadline.after(Duration.ofMillis(5))) {
      var late = assertThrows(DeadlineExceededException.class, () -> pair.client().write(one, two));
      assertEquals(0, late.bytesTransferred);
    }
    assertEquals(3, one.remaining());
    assertEquals(3, two.remaining());
    TestTask<?> repeated = scope.start(() -> pair.client().write(one, two));
    TestBytes.read(pair.server(), Math.toIntExact(filled));
    assertEquals("onetwo", TestBytes.readText(pair.server(), 6));
    repeated.result();
  }

  @Test
  default void aDeadlineBetweenTwoBuffersBreaksTheOutput(TestScope scope) throws Exception {
    assumeCapability(Capability.BACKPRESSURE);
    TestScope.Pair pair = pair(scope);
    var first = ByteBuffer.allocate(1);
    var rest = ByteBuffer.allocate(TestBytes.MORE_THAN_FITS);
    var late = Limited.start(scope, () -> pair.client().write(first, rest)).expiresNow();
    assertEquals(1 + rest.position(), late.bytesTransferred);
    assertThrows(OutputBrokenException.class, () -> pair.client().write(TestBytes.text("more")));
    assertThrows(
        OutputBrokenException.class,
        () -> pair.client().write(TestBytes.text("m"), TestBytes.text("n")));
    pair.server().write(TestBytes.text("input lives"));
    assertEquals("input lives", TestBytes.readText(pair.client(), 11));
  }
}
