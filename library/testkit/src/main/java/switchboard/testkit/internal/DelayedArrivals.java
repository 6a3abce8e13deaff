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
 * What has come in below, and is still on its way as far as anybody up here can tell: each thing is
 * due at a time of the thread's ticker. For a handle on a slow or lossy network. Any thread.
 */
final class DelayedArrivals<T> {
  private final Handle below;
  private final PriorityQueue<Arrival<T>> coming = // guarded by this, as below
      new PriorityQueue<>(Comparator.naturalOrder());
  private long number;

  /** Those who wait for something to be due, or to come in below. */
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

  /** The first that is due by now, which stays; or null. */
  synchronized @Nullable T peek() {
    Arrival<T> first = coming.peek();
    return first != null && first.dueNanos - Ticker.current().nanos() <= 0 ? first.what : null;
  }

  /** Takes the first that is due by now, or null. */
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

  /** Blocks until the next is due, something has come in below, or {@link #wake}. */
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

  /** Makes those who wait look again. */
  void wake() {
    for (Thread each : Set.copyOf(waiting)) {
      waiting.remove(each);
      LockSupport.unpark(each);
    }
  }

  /** A look at whether something can be taken, which takes in what has come below. */
  interface Look {
    boolean isReady() throws IOException;
  }

  /** Blocks until {@code look} finds something. */
  void awaitReady(Look look) throws IOException {
    while (!look.isReady()) {
      await();
    }
  }

  /**
   * Tells {@code wake} once {@code look} finds something, or an error: at once, or by a virtual
   * thread that waits for it.
   */
  Registration onReady(Look look, Runnable wake) {
    try {
      if (!look.isReady()) {
        return watch(look, wake);
      }
    } catch (IOException error) {
      // Whoever looks will find it too.
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
            // Whoever looks will find it too; or the wish was taken back.
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
