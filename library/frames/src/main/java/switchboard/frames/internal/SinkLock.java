package switchboard.frames.internal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import switchboard.net.spi.support.WakeList;

/**
 * Whose turn it is to use a sink: one thread's at a time. Waiting for it obeys deadlines and
 * interruption. Any thread.
 */
public final class SinkLock {
  private static final int FREE = 0;
  private static final int TAKEN = 1;

  /** Taken, and somebody waits for it. */
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

  /** A thread that waits is in the list of those who are woken before it calls this. */
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

  /** Wakes all who wait: those who do not get it say again that they want it. */
  public void free() {
    if (state.getAndSet(FREE) == WANTED) {
      freed.fire();
    }
  }
}
