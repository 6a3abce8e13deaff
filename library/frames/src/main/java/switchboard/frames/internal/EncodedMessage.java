package switchboard.frames.internal;

import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.internal.MemoryBudget;

/**
 * The bytes of one encoded message, in the queues of any number of receivers. They are one array,
 * so they are charged to the budget once: from the first queue that holds them to the last one that
 * lets them go. Any thread.
 */
public final class EncodedMessage {
  /** What the array and this object cost beside the bytes. */
  private static final int OVERHEAD_BYTES = 64;

  /** What a place in a queue costs. */
  private static final int ENTRY_BYTES = 24;

  private final byte[] bytes;
  private final MemoryBudget budget;
  private final AtomicInteger holders = new AtomicInteger();

  /** Holds {@code bytes}, which nobody changes any more. */
  public EncodedMessage(byte[] bytes, MemoryBudget budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** How many bytes of memory a queue holds because of it. */
  long cost() {
    return ENTRY_BYTES + sharedCost();
  }

  private long sharedCost() {
    return (long) bytes.length + OVERHEAD_BYTES;
  }

  /**
   * Enters the queue of one receiver, if the budget lets a queue hold it that holds {@code
   * queueBytes} already.
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

  /** Leaves the queue of one receiver, who held it. */
  public void letGo() {
    budget.release(holders.decrementAndGet() == 0 ? cost() : ENTRY_BYTES);
  }
}
