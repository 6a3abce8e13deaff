package switchboard.net.internal;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.Waiting;

/**
 * Whose turn it is to use one side of a socket. Waiting for it obeys deadlines and interruption,
 * which a lock of the JDK would not when a deadline is moved meanwhile. First come, first served,
 * but one who finds it free takes it.
 */
final class FifoLock {
  private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

  boolean tryTake() {
    return holder.compareAndSet(null, Thread.currentThread());
  }

  void take() throws IOException {
    if (!tryTake()) {
      await();
    }
  }

  private void await() throws IOException {
    Thread self = Thread.currentThread();
    if (holder.get() == self) {
      throw new IllegalStateException("this thread already has its turn");
    }
    waiting.add(self);
    boolean taken = false;
    try {
      while (!tryTake()) {
        Waiting.park(this);
      }
      taken = true;
    } finally { // a ticker may fail with anything
      waiting.remove(self);
      if (!taken) {
        wakeNext(); // the wake that was meant for this thread must not be lost
      }
    }
  }

  void give() {
    holder.set(null);
    wakeNext();
  }

  private void wakeNext() {
    Thread next = waiting.peek();
    if (next != null) {
      LockSupport.unpark(next);
    }
  }

  @Nullable Thread holder() {
    return holder.get();
  }
}
