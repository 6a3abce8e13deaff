package switchboard.frames.internal;

import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.internal.MemoryBudget;

/**
 * An encoded message that can be in any number of send queues. All queues share one array, which is
 * charged to the memory budget only once: from the moment when the first queue adds the message
 * until the last queue releases it. Safe for use by any number of threads.
 */
public final class EncodedMessage {
  /** The memory for the array header and this object, in addition to the bytes. */
  private static final int OVERHEAD_BYTES = 64;

  /** The memory for one entry of a queue. */
  private static final int ENTRY_BYTES = 24;

  private final byte[] bytes;
  private final MemoryBudget budget;
  private final AtomicInteger holders = new AtomicInteger();

  /** Creates a message of {@code bytes}, which must not be modified afterwards. */
  public EncodedMessage(byte[] bytes, MemoryBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Returns the number of bytes of memory that a queue needs for this message. */
  long cost() {
    return ENTRY_BYTES + sharedCost();
  }

  private long sharedCost() {
    return (long) bytes.length + OVERHEAD_BYTES;
  }

  /**
   * Charges this message to the budget for one more queue.
   *
   * @param queueBytes the bytes of memory that the queue already uses
   * @return false if the budget does not allow the charge
   */
  boolean tryHold(long queueBytes) {
    while (true) {
      int before = holders.get();
      long charge = before == 0 ? cost() : ENTRY_BYTES;
      if (!budget.tryCharge(charge, cost() - charge, queueBytes)) {
        return false;
      }
      if (holders.compareAndSet(before, before + 1)) {
        return true;
      }
      budget.release(charge);
    }
  }

  /** Releases the memory charge for one queue that has removed this message. */
  public void letGo() {
    budget.release(holders.decrementAndGet() == 0 ? cost() : ENTRY_BYTES);
  }
}
