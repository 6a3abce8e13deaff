package switchboard.frames.internal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.spi.support.WakeList;

/**
 * A mutual-exclusion lock for a sink. A thread that waits for the lock stops waiting when a
 * deadline passes or the thread is interrupted. The lock is neither reentrant nor fair.
 */
public final class SinkLock {
  private static final int FREE = 0;
  private static final int TAKEN = 1;

  /** The state in which a thread holds the lock and at least one other thread waits for it. */
  private static final int WANTED = 2;

  private final AtomicInteger state = new AtomicInteger();
  private final WakeList freed = new WakeList();

  public boolean tryTake() {
    return state.compareAndSet(FREE, TAKEN);
  }

  public void take() throws IOException {
    if (!tryTake()) {
      freed.await(this::tryTakeOrWant);
    }
  }

  /**
   * Acquires the lock if it is free; otherwise records that a thread waits for the lock. {@link
   * WakeList#await} adds the thread to the list before calling this method, so no wake-up is lost.
   */
  private boolean tryTakeOrWant() {
    while (true) {
      if (tryTake()) {
        return true;
      }
      if (state.compareAndSet(TAKEN, WANTED) || state.get() == WANTED) {
        return false;
      }
    }
  }

  /**
   * Releases the lock and wakes all waiting threads. A woken thread that fails to acquire the lock
   * records again that it waits.
   */
  public void free() {
    if (state.getAndSet(FREE) == WANTED) {
      freed.fire();
    }
  }
}
