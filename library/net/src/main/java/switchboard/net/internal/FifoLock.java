package switchboard.net.internal;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.Waiting;

/**
 * The lock for one direction of a socket. A waiting thread observes interrupts and deadlines. That
 * includes a deadline that is reset during the wait, which a lock of the JDK would not observe.
 * Waiting threads acquire the lock in the order of their arrival, but a thread that finds it free
 * acquires it immediately.
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
        wakeNext(); // this thread may have consumed a wake-up that another one needs
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
