package switchboard.net.internal;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit for the total memory of many queues. Bytes may be added to a queue only if the queue then
 * contains at most as many bytes as were free before. As a result, long queues reach their limit
 * first, and short queues can still grow when long queues cannot. This is the dynamic threshold,
 * with a factor of one, of Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory
 * packet switches" (IEEE/ACM Transactions on Networking 6(2), 1998). Safe for use by multiple
 * threads.
 *
 * <p>Code that has charged bytes must release these bytes exactly once, when it stops using the
 * memory.
 */
public final class MemoryBudget {
  /**
   * The number of bytes that may always be added to an empty queue, even if no bytes are free: 16
   * KiB and overhead.
   */
  public static final int ALWAYS_BYTES = 16 * 1024 + 256;

  private static final String PROPERTY = "switchboard.memory";
  private static final int HEAP_SHARE = 4;
  private static final MemoryBudget PROCESS = new MemoryBudget(processBytes());

  private final long bytesMax;
  private final AtomicLong charged = new AtomicLong();

  /**
   * Creates a budget that is independent of the budget of the process.
   *
   * @param bytesMax the maximum total number of bytes in all queues, more than 0
   */
  public MemoryBudget(long bytesMax) {
    if (bytesMax <= 0) {
      throw new IllegalArgumentException("bytesMax must be at least 1, not " + bytesMax);
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
    long configured = Long.getLong(PROPERTY, 0);
    return configured > 0 ? configured : Math.max(1, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /** Returns the maximum total number of bytes in all queues. */
  public long bytesMax() {
    return bytesMax;
  }

  /** Returns the number of charged bytes, which may slightly exceed {@link #bytesMax}. */
  public long chargedBytes() {
    return charged.get();
  }

  /**
   * Charges {@code bytes} bytes if the queue may grow by this number of bytes.
   *
   * @param bytes the number of bytes to charge
   * @param sharedBytes the number of further bytes that are added to the queue, but were already
   *     charged for another queue
   * @param queueBytes the number of bytes that are already in the queue; 0 if it is empty
   * @return whether the bytes were charged; if false, the queue must not grow
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

  /** Releases bytes that {@link #tryCharge} has charged. */
  public void release(long bytes) {
    charged.addAndGet(-bytes);
  }

  @Override
  public String toString() {
    return charged + " of " + bytesMax + " bytes";
  }
}
