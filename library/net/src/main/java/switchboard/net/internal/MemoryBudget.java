package switchboard.net.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound in bytes for what many queues hold together. One queue may hold at most as much as is
 * still free, so long queues are refused more first, and short ones find room while long ones
 * exist: the dynamic threshold of Choudhury and Hahne, "Dynamic queue length thresholds for
 * shared-memory packet switches" (IEEE/ACM Transactions on Networking 6(2), 1998), with a factor of
 * one. Any thread.
 *
 * <p>Whoever charges bytes releases them once, when the memory is garbage.
 */
public final class MemoryBudget {
  /** What an empty queue may hold even when nothing is free: 16 KiB and what they cost besides. */
  public static final int ALWAYS_BYTES = 16 * 1024 + 256;

  private static final String PROPERTY = "switchboard.memory";
  private static final int HEAP_SHARE = 4;
  private static final MemoryBudget PROCESS = new MemoryBudget(processBytes());

  private final long bytesMax;
  private final AtomicLong charged = new AtomicLong();

  /**
   * A budget of its own.
   *
   * @param bytesMax how many bytes all queues may hold together, more than 0
   */
  public MemoryBudget(long bytesMax) {
    if (bytesMax <= 0) {
      throw new IllegalArgumentException("a budget has at least 1 byte, not " + bytesMax);
    }
    this.bytesMax = bytesMax;
  }

  /**
   * Returns the budget that all queues of this process share. Default: a quarter of the maximum
   * heap; the system property {@code switchboard.memory} sets another number of bytes.
   */
  public static MemoryBudget ofProcess() {
    return PROCESS;
  }

  private static long processBytes() {
    long told = Long.getLong(PROPERTY, 0);
    return told > 0 ? told : Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** Returns how many bytes all queues may hold together. */
  public long bytesMax() {
    return bytesMax;
  }

  /** Returns how many bytes are charged; a little more than {@link #bytesMax} at times. */
  public long chargedBytes() {
    return charged.get();
  }

  /**
   * Charges {@code bytes} if a queue may hold them.
   *
   * @param bytes what is charged
   * @param sharedBytes what the queue will hold besides, and another one was charged for
   * @param queueBytes what the queue holds already; 0 when it is empty
   * @return false when it may not; nothing was charged
   */
  public boolean tryCharge(long bytes, long sharedBytes, long queueBytes) {
    long wanted = bytes + sharedBytes;
    while (true) {
      long used = charged.get();
      boolean always = queueBytes == 0 && wanted <= ALWAYS_BYTES;
      if (!always && wanted > bytesMax - used - queueBytes) {
        return false;
      }
      if (charged.compareAndSet(used, used + bytes)) {
        return true;
      }
    }
  }

  /** Releases what was charged. */
  public void release(long bytes) {
    charged.addAndGet(-bytes);
  }

  @Override
  public String toString() {
    return charged + " of " + bytesMax + " bytes";
  }
}
