package switchboard.net.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Direct buffers that are borrowed while there is something to read or write, so that an idle
 * connection owns none. Any thread. A buffer that is not given back is merely garbage.
 */
public final class Buffers {
  /** The size of each, in bytes. */
  public static final int BYTES = 16 * 1024;

  private static final int KEPT_MAX = 64;
  private static final Stripe[] STRIPES = stripes();

  private Buffers() {}

  /** An empty buffer, big-endian, its limit at its capacity of {@link #BYTES}; yours alone. */
  public static ByteBuffer borrow() {
    ByteBuffer kept = stripe().take();
    return kept == null
        ? ByteBuffer.allocateDirect(BYTES)
        : kept.clear().order(ByteOrder.BIG_ENDIAN);
  }

  /** Gives back what {@link #borrow} gave; do not touch it afterwards. Others are ignored. */
  public static void giveBack(ByteBuffer buffer) {
    if (buffer.isDirect() && buffer.capacity() == BYTES) {
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

    synchronized @Nullable ByteBuffer take() {
      return kept.pollLast();
    }

    synchronized void keep(ByteBuffer buffer) {
      if (kept.size() < KEPT_MAX) {
        kept.addLast(buffer);
      }
    }
  }
}
