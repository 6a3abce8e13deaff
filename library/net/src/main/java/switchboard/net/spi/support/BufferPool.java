package switchboard.net.spi.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A pool of direct buffers for reading and writing. A connection uses a buffer only while it has
 * data to read or write, so an idle connection uses no buffer memory. Safe for use by multiple
 * threads.
 *
 * <p>If the JVM's limit for direct memory is reached ({@code -XX:MaxDirectMemorySize}, by default
 * the maximum heap size), the pool returns heap buffers, which are slower, instead of failing.
 *
 * <p>If the caller never releases a buffer, the garbage collector frees the buffer.
 *
 * <pre>{@code
 * ByteBuffer buffer = switchboard.net.spi.support.BufferPool.acquire();
 * try {
 *   connection.read(buffer);
 * } finally {
 *   switchboard.net.spi.support.BufferPool.release(buffer);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public final class BufferPool {
  /** The capacity of a buffer from {@link #acquire}, in bytes. */
  public static final int BYTES = 16 * 1024;

  /**
   * The capacity of a buffer from {@link #acquireLarge}, in bytes: space for two messages of 64 KiB
   * and their headers. Streams use such a buffer after they have filled a buffer of the normal
   * capacity.
   */
  public static final int LARGE_BYTES = 132 * 1024;

  private static final int KEPT_MAX = 64;
  private static final int LARGE_KEPT_MAX = 8;
  private static final Stripe[] STRIPES = stripes();

  /**
   * The number of heap buffers to allocate before direct memory is tried again. While the limit for
   * direct memory is reached, each attempt costs a full garbage collection and half a second
   * ({@code java.nio.Bits}).
   */
  private static final int HEAP_TURNS = 1024;

  private static final AtomicInteger HEAP_TURNS_LEFT = new AtomicInteger();
  private static final LongAdder ON_HEAP = new LongAdder();

  private BufferPool() {}

  /**
   * Returns a cleared big-endian buffer with a capacity of {@link #BYTES}.
   *
   * @return a buffer that only the caller uses until it calls {@link #release}
   */
  public static ByteBuffer acquire() {
    ByteBuffer kept = stripe().take(false);
    return kept == null ? allocated(BYTES) : cleared(kept);
  }

  /**
   * Returns a cleared big-endian buffer with a capacity of {@link #LARGE_BYTES}.
   *
   * @return a buffer that only the caller uses until it calls {@link #release}
   */
  public static ByteBuffer acquireLarge() {
    ByteBuffer kept = stripe().take(true);
    return kept == null ? allocated(LARGE_BYTES) : cleared(kept);
  }

  private static ByteBuffer cleared(ByteBuffer kept) {
    return kept.clear().order(ByteOrder.BIG_ENDIAN);
  }

  private static ByteBuffer allocated(int bytes) {
    if (HEAP_TURNS_LEFT.get() <= 0 || HEAP_TURNS_LEFT.decrementAndGet() < 0) {
      try {
        return ByteBuffer.allocateDirect(bytes);
      } catch (OutOfMemoryError limit) {
        HEAP_TURNS_LEFT.set(HEAP_TURNS);
      }
    }
    ON_HEAP.increment();
    return ByteBuffer.allocate(bytes);
  }

  /**
   * Returns the number of heap buffers that this pool has allocated so far because direct memory
   * was exhausted.
   *
   * @return the total since the start of the process, including buffers that were released
   */
  public static long heapBuffersInUse() {
    return ON_HEAP.sum();
  }

  /**
   * Returns a buffer to the pool. The caller must not use the buffer afterwards.
   *
   * @param buffer a buffer from {@link #acquire} or {@link #acquireLarge}; heap buffers and buffers
   *     of other capacities are ignored
   */
  public static void release(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      stripe().keep(buffer);
    }
  }

  private static Stripe stripe() {
    return STRIPES[(int) Thread.currentThread().threadId() & (STRIPES.length - 1)];
  }

  private static Stripe[] stripes() {
    int count = Integer.highestOneBit(Runtime.getRuntime().availableProcessors());
    var stripes = new Stripe[count];
    for (int i = 0; i < count; i++) {
      stripes[i] = new Stripe();
    }
    return stripes;
  }

  /** One of several stacks of buffers, so that processors do not contend for one lock. */
  private static final class Stripe {
    private final ArrayDeque<ByteBuffer> kept = new ArrayDeque<>(); // guarded by this
    private final ArrayDeque<ByteBuffer> large = new ArrayDeque<>(); // guarded by this

    synchronized @Nullable ByteBuffer take(boolean fromLarge) {
      return (fromLarge ? large : kept).pollLast();
    }

    synchronized void keep(ByteBuffer buffer) {
      int bytes = buffer.capacity();
      if (bytes == BYTES && kept.size() < KEPT_MAX) {
        kept.addLast(buffer);
      } else if (bytes == LARGE_BYTES && large.size() < LARGE_KEPT_MAX) {
        large.addLast(buffer);
      }
    }
  }
}
