package switchboard.benchmarks;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;

/**
 * Two ring buffers, one for each direction, in memory that two processes have mapped. Each ring
 * buffer has one writer, which advances the counter {@code written}, and one reader, which advances
 * the counter {@code read}.
 *
 * <p>A process that waits spins (polls the counters), because shared memory cannot wake a process.
 * After two million polls, it sleeps for a millisecond between two polls, so that an idle process
 * does not occupy its core.
 */
final class SharedRings implements Link {
  private static final int RING_BYTES = 1 << 20;
  private static final int WRITTEN_AT = 0;
  private static final int READ_AT = 128; // not on the cache line of WRITTEN_AT
  private static final int DATA_AT = 256;
  private static final int POLLS_BEFORE_SLEEP = 2_000_000;
  private static final long SLEEP_NANOS = 1_000_000;
  private static final VarHandle COUNTER =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final MappedByteBuffer outgoing;
  private final MappedByteBuffer incoming;

  private SharedRings(MappedByteBuffer outgoing, MappedByteBuffer incoming) {
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  /**
   * Maps {@code file} into memory. One of the two processes must pass true as {@code first}, and
   * the other process must pass false.
   */
  static SharedRings in(Path file, boolean first) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int size = DATA_AT + RING_BYTES;
      var one = channel.map(MapMode.READ_WRITE, 0, size);
      var other = channel.map(MapMode.READ_WRITE, size, size);
      return first ? new SharedRings(one, other) : new SharedRings(other, one);
    }
  }

  @Override
  public void send(ByteBuffer bytes) {
    long written = (long) COUNTER.get(outgoing, WRITTEN_AT);
    while (bytes.hasRemaining()) {
      long full = written - RING_BYTES;
      awaitBeyond(outgoing, READ_AT, full);
      long free = (long) COUNTER.getAcquire(outgoing, READ_AT) - full;
      int at = (int) (written & (RING_BYTES - 1));
      int count = (int) Math.min(Math.min(bytes.remaining(), free), RING_BYTES - at);
      outgoing.put(DATA_AT + at, bytes, bytes.position(), count);
      bytes.position(bytes.position() + count);
      written += count;
      COUNTER.setRelease(outgoing, WRITTEN_AT, written);
    }
  }

  @Override
  public void receive(ByteBuffer bytes) {
    long read = (long) COUNTER.get(incoming, READ_AT);
    while (bytes.hasRemaining()) {
      awaitBeyond(incoming, WRITTEN_AT, read);
      long available = (long) COUNTER.getAcquire(incoming, WRITTEN_AT) - read;
      int at = (int) (read & (RING_BYTES - 1));
      int count = (int) Math.min(Math.min(bytes.remaining(), available), RING_BYTES - at);
      bytes.put(bytes.position(), incoming, DATA_AT + at, count);
      bytes.position(bytes.position() + count);
      read += count;
      COUNTER.setRelease(incoming, READ_AT, read);
    }
  }

  private static void awaitBeyond(MappedByteBuffer ring, int counterAt, long value) {
    int polls = 0;
    while ((long) COUNTER.getAcquire(ring, counterAt) <= value) {
      if (polls++ < POLLS_BEFORE_SLEEP) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(SLEEP_NANOS);
      }
    }
  }

  @Override
  public void close() {}
}
