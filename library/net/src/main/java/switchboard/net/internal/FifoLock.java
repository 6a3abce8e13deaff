package switchboard.net.internal;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.Waiting;

/**
 * The lock for one direction of a socket. An interrupt or a deadline ends the wait of a thread,
 * even if the deadline is reset during the wait. (A thread that waits for a lock of the JDK would
 * not notice the reset.) Waiting threads acquire the lock in the order in which they began to wait,
 * but a thread that finds the lock free acquires it immediately.
 */
final class FifoLock {
  private final AtomicReference<@Nullable Thread> holder = new AtomicReference<>();
  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

  boolean tryTake() {
    return holder.compareAndSet(null, Thread.currentThread());
  }

  /** Blocks until the lock is acquired, a deadline passes or the thread is interrupted. */
  void take() throws IOException {
    if (!tryTake()) {
      await();
    }
  }

  private void await() throws IOException {
    Thread self = Thread.currentThread();
    if (holder.get() == self) {
      throw new IllegalStateException("this thread already holds the lock");
    }
    waiting.add(self);
    boolean taken = false;
    try {
      while (!tryTake()) {
        Waiting.park(this);
      }
      taken = true;
    } finally { // a ticker may throw any exception
      waiting.remove(self);
      if (!taken) {
        wakeNext(); // this thread may have consumed the wake-up of the next thread
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
