package switchboard.testkit.internal;

import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.Ticker;
import switchboard.net.spi.Handle;
import switchboard.net.spi.support.Waiting;
import switchboard.net.spi.support.WakeList;

/**
 * Items that were received from the underlying handle and become readable later. The time at which
 * an item becomes readable is a time of the {@code Ticker} of the thread that received the item.
 * Used by handles that simulate a slow or lossy network. Safe for use by several threads.
 *
 * @param <T> a datagram, or a segment of a stream
 */
final class DelayedArrivals<T> {
  private final Handle below;
  private final PriorityQueue<Arrival<T>> coming = // guarded by this, as is number
      new PriorityQueue<>(Comparator.naturalOrder());
  private long number;

  /** Threads that wait until an item is due or the underlying handle is readable. */
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();

  private record Arrival<T>(T what, long dueNanos, long number) implements Comparable<Arrival<T>> {
    @Override
    public int compareTo(Arrival<T> other) {
      long later = dueNanos - other.dueNanos;
      return Long.signum(later == 0 ? number - other.number : later);
    }
  }

  DelayedArrivals(Handle below) {
    this.below = below;
  }

  synchronized void add(T what, long dueNanos) {
    coming.add(new Arrival<>(what, dueNanos, number++));
  }

  /** Returns the first item that is due, without removing it, or null if none is due. */
  synchronized @Nullable T peek() {
    Arrival<T> first = coming.peek();
    return first != null && first.dueNanos - Ticker.current().nanos() <= 0 ? first.what : null;
  }

  /** Removes and returns the first item that is due, or returns null if none is due. */
  synchronized @Nullable T poll() {
    T first = peek();
    if (first != null) {
      coming.remove();
    }
    return first;
  }

  private synchronized long nanosToNext() {
    Arrival<T> first = coming.peek();
    return first == null ? Long.MAX_VALUE : first.dueNanos - Ticker.current().nanos();
  }

  /**
   * Blocks until the next item is due, the underlying handle is readable, or {@link #wake} is
   * called.
   */
  void await() throws IOException {
    Thread self = Thread.currentThread();
    var woken = new AtomicBoolean();
    waiting.add(self);
    Registration watch =
        below.onReady(
            Interest.READ,
            () -> {
              woken.set(true);
              LockSupport.unpark(self);
            });
    try {
      while (!woken.get() && waiting.contains(self)) {
        long nanos = nanosToNext();
        if (nanos <= 0) {
          return;
        }
        Waiting.park(this, nanos);
      }
    } finally {
      watch.cancel();
      waiting.remove(self);
    }
  }

  /** Wakes the waiting threads, which then check again whether something is readable. */
  void wake() {
    for (Thread each : Set.copyOf(waiting)) {
      waiting.remove(each);
      LockSupport.unpark(each);
    }
  }

  /**
   * Receives all data that has arrived at the underlying handle, and then checks whether an item
   * can be read.
   */
  interface Look {
    boolean isReady() throws IOException;
  }

  /** Blocks until {@code look} returns true. */
  void awaitReady(Look look) throws IOException {
    while (!look.isReady()) {
      await();
    }
  }

  /**
   * Runs {@code wake} as soon as {@code look} returns true or fails: immediately on this thread if
   * {@code look} already does so, otherwise on a virtual thread that waits for it.
   */
  Registration onReady(Look look, Runnable wake) {
    try {
      if (!look.isReady()) {
        return watch(look, wake);
      }
    } catch (IOException error) {
      // The next read reports this error.
    }
    wake.run();
    return () -> {};
  }

  private Registration watch(Look look, Runnable wake) {
    var over = new AtomicBoolean();
    Ticker ticker = Ticker.current();
    Runnable watching =
        () -> {
          try {
            awaitReady(look);
          } catch (IOException error) {
            // The next read reports this error, or the registration was cancelled.
          }
          if (over.compareAndSet(false, true)) {
            WakeList.tell(wake);
          }
        };
    Thread watcher =
        Thread.ofVirtual().name("switchboard-arrivals").start(() -> ticker.run(watching));
    return () -> {
      if (over.compareAndSet(false, true)) {
        watcher.interrupt();
      }
    };
  }
}
