package switchboard.net.spi.support;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that are borrowed while there is something to read or write, so that an idle
 * connection owns none. Any thread. A buffer that is not given back is merely garbage.
 *
 * <p>When the JVM's limit for direct memory is reached ({@code -XX:MaxDirectMemorySize}, by default
 * the maximum heap), borrowers get buffers on the heap instead: they are slower, and no error.
 */
public final class BufferPool {
  /** The usual size, in bytes. */
  public static final int BYTES = 16 * 1024;

  /**
   * The size of those for streams that have shown to need more, in bytes: two messages of 64 KiB
   * with what stands before them.
   */
  public static final int LARGE_BYTES = 132 * 1024;

  private static final int KEPT_MAX = 64;
  private static final int LARGE_KEPT_MAX = 8;
  private static final Stripe[] STRIPES = stripes();

  /**
   * How many borrowers get a buffer on the heap before direct memory is tried again: at its limit
   * each try costs a full garbage collection and half a second ({@code java.nio.Bits}).
   */
  private static final int HEAP_TURNS = 1024;

  private static final AtomicInteger HEAP_TURNS_LEFT = new AtomicInteger();
  private static final LongAdder ON_HEAP = new LongAdder();

  private BufferPool() {}

  /** An empty buffer, big-endian, its limit at its capacity of {@link #BYTES}; yours alone. */
  public static ByteBuffer acquire() {
    ByteBuffer kept = stripe().take(false);
    return kept == null ? allocated(BYTES) : cleared(kept);
  }

  /** As {@link #acquire}, of {@link #LARGE_BYTES}. */
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

  /** Returns how many borrowers got a buffer on the heap, because direct memory had run out. */
  public static long heapBuffersInUse() {
    return ON_HEAP.sum();
  }

  /** Gives back what was borrowed; do not touch it afterwards. Others are ignored. */
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

  /** One of several stacks, so that processors do not queue for one lock. */
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
