package switchboard.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import switchboard.net.Connection;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Source;
import switchboard.net.spi.support.BufferPool;

/**
 * Requires that {@link Source#atomically} puts back the bytes that it has read if a deadline
 * expires or the thread is interrupted before all bytes of the message have arrived. The tests run
 * a random sample of the cases, or all cases with {@code -Dswitchboard.long=true}. {@link
 * ConnectionContract} includes this contract.
 *
 * @since 0.1.0
 */
public interface SourceContract extends NetworkContract {

  @Test
  default void bytesReadAtomicallyAreRestoredWhenTheReadFails(TestScope scope) throws Exception {
    TestScope.Pair pair = pair(scope);
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    int rounds = 0;
    for (int first : Cut.firstBytes()) {
      for (Cut.Way way : Cut.Way.values()) {
        if (Boolean.getBoolean("switchboard.long") || random.nextInt(14) == 0) {
          boolean interrupted = random.nextBoolean();
          try {
            new Cut(scope, pair, way, first).run(interrupted);
          } catch (IOException | AssertionError e) {
            throw new AssertionError(
                "%s, stopped after %s bytes, interrupted: %s, seed %s"
                    .formatted(way, first, interrupted, seed),
                e);
          }
          rounds++;
        }
      }
    }
    assertEquals(0, pair.server().source().buffered(), rounds + " messages were read");
  }

  /**
   * Sends a part of a message while another thread reads the message, and makes the read fail by a
   * deadline or an interrupt. Then sends the rest of the message, and reads the complete message.
   */
  final class Cut {
    private static final int REST = 9;

    private final TestScope scope;
    private final Connection peer;
    private final Source source;
    private final Way way;
    private final int first;
    private final byte[] message;
    private final AtomicInteger seen = new AtomicInteger();

    Cut(TestScope scope, TestScope.Pair pair, Way way, int first) {
      this.scope = scope;
      this.peer = pair.client();
      this.source = pair.server().source();
      this.way = way;
      this.first = first;
      this.message = new byte[first + REST];
      for (int i = 0; i < message.length - 1; i++) {
        message[i] = (byte) ('a' + i % 26);
      }
      message[message.length - 1] = '\n';
    }

    /**
     * The sizes of the first part: 0 to 64 bytes, and values around the sizes of pooled buffers.
     */
    static int[] firstBytes() {
      int[] counts = new int[71];
      for (int i = 0; i < 65; i++) {
        counts[i] = i;
      }
      for (int i = 0; i < 3; i++) {
        counts[65 + i] = BufferPool.BYTES - 1 + i;
        counts[68 + i] = BufferPool.LARGE_BYTES - 1 + i;
      }
      return counts;
    }

    /** The method that reads the message. */
    enum Way {
      INTO_A_SMALL_BUFFER(true),
      INTO_A_LARGE_BUFFER(true),
      BYTE_BY_BYTE(true),
      EXACTLY(false),
      SKIPPING(false),
      SKIPPING_PAST(false),
      UP_TO_A_DELIMITER(false),
      AS_A_LINE(false);

      private final boolean takesAsItComes;

      Way(boolean takesAsItComes) {
        this.takesAsItComes = takesAsItComes;
      }
    }

    void run(boolean interrupted) throws Exception {
      var opened = new CompletableFuture<Deadline>();
      TestTask<Integer> reader =
          scope.call(() -> {
            try (var limit = Deadline.never()) {
              opened.complete(limit);
              return source.atomically(this::take);
            }
          });
      reader.awaitBlocked();
      peer.write(ByteBuffer.wrap(message, 0, first));
      if (way.takesAsItComes) {
        TestScope.await("all bytes sent so far are read", () -> seen.get() == first);
      }
      if (interrupted) {
        reader.thread().interrupt();
        reader.failure(OperationInterruptedException.class);
      } else {
        opened.join().expireNow();
        reader.failure(DeadlineExceededException.class);
      }
      TestTask<?> rest = scope.start(() -> peer.write(ByteBuffer.wrap(message, first, REST)));
      byte[] again = source.atomically(() -> source.readExactly(message.length));
      rest.result();
      assertArrayEquals(message, again);
    }

    private Integer take() throws IOException {
      int most = message.length;
      switch (way) {
        case INTO_A_SMALL_BUFFER -> read(ByteBuffer.allocate(1));
        case INTO_A_LARGE_BUFFER -> read(ByteBuffer.allocate(message.length));
        case BYTE_BY_BYTE -> {
          for (int i = 0; i < most; i++) {
            var _ = source.readByte();
            seen.incrementAndGet();
          }
        }
        case EXACTLY -> seen.addAndGet(source.readExactly(most).length);
        case SKIPPING -> source.skip(most);
        case SKIPPING_PAST -> seen.addAndGet((int) source.skipPast((byte) '\n'));
        case UP_TO_A_DELIMITER -> {
          var _ = source.readUntil((byte) '\n', most);
        }
        case AS_A_LINE -> {
          var _ = source.readLine(most);
        }
      }
      return most;
    }

    private void read(ByteBuffer target) throws IOException {
      for (int taken = 0; taken < message.length; ) {
        int now = source.read(target.clear());
        byte[] came = new byte[now];
        target.get(0, came);
        assertArrayEquals(Arrays.copyOfRange(message, taken, taken + now), came);
        taken += now;
        seen.addAndGet(now);
      }
    }
  }
}
