package switchboard.engine.nio;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Selectable.Watch;
import switchboard.net.spi.Waiting;
import switchboard.net.spi.Wakes;

/**
 * One interest of one socket: who waits for it, and whether the selector watches for it. At most
 * one thread is blocked in it (the core sees to that); any number may have wished to be told.
 *
 * <p>No wake-up is lost: who waits first says so and then looks at {@link #armed}; the poller first
 * disarms and then looks again who waits. One of them sees the other.
 */
final class Slot {
  private final AtomicReference<@Nullable Thread> blocked = new AtomicReference<>();
  private volatile @Nullable Wakes wishes;

  /** The look at the selector during which the latest wish came. */
  private volatile long latestWish = -1;

  /** Whether the selector watches; written by the poller alone. */
  private volatile boolean armed;

  /** Blocks until the interest fires, or the socket is closed; or for no reason. */
  void await(Polled socket) throws IOException {
    Thread self = Thread.currentThread();
    blocked.set(self);
    try {
      if (!armed) {
        socket.request();
      }
      while (blocked.get() == self && !socket.isClosed()) {
        Waiting.park(socket);
      }
    } finally {
      blocked.compareAndSet(self, null);
    }
  }

  Watch add(Polled socket, Runnable wake) {
    latestWish = socket.looks();
    Watch wish = orCreateWishes().add(wake);
    if (socket.isClosed()) {
      fire();
    } else if (!armed) {
      socket.request();
    }
    return new Watch() {
      @Override
      public void cancel() {
        wish.cancel();
      }

      @Override
      public void settle() {
        socket.settle();
      }
    };
  }

  private synchronized Wakes orCreateWishes() {
    Wakes current = wishes;
    if (current == null) {
      current = new Wakes();
      wishes = current;
    }
    return current;
  }

  /** Whether anybody waits. */
  boolean wanted() {
    Wakes current = wishes;
    return blocked.get() != null || (current != null && !current.isEmpty());
  }

  /**
   * Whether what this look has found may be older than the latest wish: somebody may have taken it
   * before the wish was made. The next look tells.
   */
  boolean mayBeStale(long look) {
    return latestWish >= look;
  }

  /** Wakes everybody; whether there was somebody. */
  boolean fire() {
    boolean somebody = wanted();
    Thread thread = blocked.getAndSet(null);
    if (thread != null) {
      LockSupport.unpark(thread);
    }
    Wakes current = wishes;
    if (current != null) {
      current.fire();
    }
    return somebody;
  }

  boolean isArmed() {
    return armed;
  }

  void setArmed(boolean now) {
    armed = now;
  }
}
