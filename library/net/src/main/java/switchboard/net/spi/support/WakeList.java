package switchboard.net.spi.support;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import switchboard.net.Selectable.Registration;
import switchboard.net.internal.Log;

/**
 * The threads that wait for a condition, and the callbacks that run once when the condition may
 * have become true (one-shot registrations). Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class WakeList {
  private static final Log LOG = Log.named("switchboard.net");

  private final List<Thread> blocked = new ArrayList<>(1); // guarded by this
  private final List<WakeRegistration> registrations = new ArrayList<>(1); // guarded by this

  /** Creates an empty list. */
  public WakeList() {}

  /** Whether there are no threads and no registrations. Written with the lock held. */
  private volatile boolean empty = true;

  private final class WakeRegistration implements Registration {
    private final Runnable wake;
    private final @Nullable Watcher watcher;

    /**
     * The number of the poll that may have been in progress when the callback was registered; only
     * a later poll calls the callback.
     */
    private final long look;

    WakeRegistration(Runnable wake, @Nullable Watcher watcher) {
      this.wake = wake;
      this.watcher = watcher;
      this.look = watcher == null ? 0 : watcher.looks();
    }

    @Override
    public void cancel() {
      synchronized (WakeList.this) {
        registrations.remove(this);
        noteEmpty();
      }
    }

    @Override
    public void settle() {
      if (watcher != null) {
        watcher.settle();
      }
    }
  }

  /**
   * Blocks until a condition is true.
   *
   * @param ready the condition; evaluated again after each {@link #fire()}
   * @throws IOException if a deadline passes or the thread is interrupted
   */
  public void await(BooleanSupplier ready) throws IOException {
    Thread self = Thread.currentThread();
    synchronized (this) {
      blocked.add(self);
      noteEmpty();
    }
    try {
      while (!ready.getAsBoolean()) {
        Waiting.park(this);
      }
    } finally {
      synchronized (this) {
        blocked.remove(self);
        noteEmpty();
      }
    }
  }

  /**
   * Adds a one-shot registration. Afterwards, the caller must check whether the condition is
   * already true.
   *
   * @param wake called at most once, by the thread that calls {@link #fire()}; must not block
   * @return the registration, which the caller can cancel
   */
  public Registration add(Runnable wake) {
    return add(wake, null);
  }

  /**
   * Registers a callback that is called only by polls of {@code watcher} after the current poll.
   */
  Registration add(Runnable wake, @Nullable Watcher watcher) {
    synchronized (this) {
      var registration = new WakeRegistration(wake, watcher);
      registrations.add(registration);
      noteEmpty();
      return registration;
    }
  }

  private void noteEmpty() {
    empty = blocked.isEmpty() && registrations.isEmpty();
  }

  /** {@return whether there are no waiting threads and no registrations} */
  public boolean isEmpty() {
    return empty;
  }

  /**
   * Wakes all waiting threads and calls all registered callbacks. Must be called after the
   * condition has changed. The caller must not hold a lock that the threads or callbacks may need.
   */
  public void fire() {
    fire(Long.MAX_VALUE);
  }

  /**
   * Wakes all waiting threads, and calls the callbacks that were registered before the poll with
   * the number {@code look} began.
   */
  void fire(long look) {
    List<WakeRegistration> due;
    synchronized (this) {
      blocked.forEach(LockSupport::unpark);
      if (registrations.isEmpty()) {
        return; // allocates nothing, because memory may be exhausted
      }
      due = take(look);
    }
    due.forEach(registration -> tell(registration.wake));
  }

  private List<WakeRegistration> take(long look) {
    List<WakeRegistration> due = new ArrayList<>(registrations);
    registrations.removeIf(registration -> registration.look < look);
    due.removeAll(registrations);
    noteEmpty();
    return due;
  }

  /**
   * Calls a callback. A callback must not throw an exception. If it does, the exception is logged,
   * and other callbacks still run.
   *
   * @param wake the callback
   */
  public static void tell(Runnable wake) {
    try {
      wake.run();
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "a readiness callback has failed");
    }
  }
}
