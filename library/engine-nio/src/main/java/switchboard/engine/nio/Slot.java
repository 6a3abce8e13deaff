package switchboard.engine.nio;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.support.Waiting;
import switchboard.net.spi.support.WakeList;

/**
 * One interest of one socket: who waits for it, and whether the selector watches for it. At most
 * one thread is blocked in it (the core sees to that); any number may have wished to be told.
 *
 * <p>No wake-up is lost: who waits first says so and then looks at {@link #armed}; who looks first
 * disarms and then looks again who waits. One of them sees the other.
 */
final class Slot {
  /** A look that is later than all: every wish is told. */
  static final long ALL = Long.MAX_VALUE;

  private final AtomicReference<@Nullable Thread> blocked = new AtomicReference<>();

  /** Guarded by this, and null while there are none. */
  private @Nullable List<WakeRegistration> registrations;

  private volatile boolean requested;

  /** Whether the selector watches; written by who looks alone. */
  private volatile boolean armed;

  /**
   * A wish to be told.
   *
   * @param look the look at the selector that went on when the wish came. What that one finds may
   *     be older than the wish, and taken by somebody before it; only a later one counts.
   */
  private record WakeRegistration(Runnable wake, long look) {}

  /**
   * Blocks until the interest fires, or the socket is closed; or for no reason.
   *
   * <p>When the process was stopped, or the thread had no turn to run, a deadline may be seen
   * before an event that came first. So a thread that has been blocked asks the kernel before it
   * gives up.
   *
   * @param operations for which the kernel is asked then
   * @return whether it had to wait
   */
  boolean await(Polled socket, int operations) throws IOException {
    Thread self = Thread.currentThread();
    blocked.set(self);
    boolean parked = false;
    try {
      if (!armed) {
        socket.request();
      }
      while (blocked.get() == self && !socket.isClosed()) {
        Waiting.park(socket);
        parked = true;
      }
    } catch (DeadlineExceededException late) {
      if (!parked || !socket.isReady(operations)) {
        throw late;
      }
    } finally {
      blocked.compareAndSet(self, null);
    }
    return parked;
  }

  Registration add(Polled socket, Runnable wake) {
    WakeRegistration registration = registration(socket, wake);
    if (socket.isClosed()) {
      fire(ALL);
    } else if (!armed) {
      socket.request();
    }
    return new Registration() {
      @Override
      public void cancel() {
        forget(registration);
      }

      @Override
      public void settle() {
        socket.settle();
      }
    };
  }

  private synchronized WakeRegistration registration(Polled socket, Runnable wake) {
    var registration = new WakeRegistration(wake, socket.looks());
    List<WakeRegistration> current = registrations;
    if (current == null) {
      current = new ArrayList<>(1);
      registrations = current;
    }
    current.add(registration);
    requested = true;
    return registration;
  }

  private synchronized void forget(WakeRegistration registration) {
    keep(all -> all.remove(registration));
  }

  /** Takes those wishes out that a look may fulfil. */
  private synchronized List<WakeRegistration> due(long look) {
    var due = new ArrayList<WakeRegistration>(1);
    keep(all -> {
      all.stream().filter(registration -> registration.look < look).forEach(due::add);
      all.removeAll(due);
    });
    return due;
  }

  private void keep(Consumer<List<WakeRegistration>> change) {
    List<WakeRegistration> current = registrations;
    if (current != null) {
      change.accept(current);
      if (current.isEmpty()) {
        registrations = null;
        requested = false;
      }
    }
  }

  /** Whether anybody waits. */
  boolean wanted() {
    return requested || blocked.get() != null;
  }

  /**
   * Wakes those who wait for what {@code look} has found; whether anybody waited, those included
   * who came too late for it.
   */
  boolean fire(long look) {
    boolean somebody = wanted();
    Thread thread = blocked.getAndSet(null);
    if (thread != null) {
      LockSupport.unpark(thread);
    }
    if (requested) {
      due(look).forEach(registration -> WakeList.tell(registration.wake));
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
