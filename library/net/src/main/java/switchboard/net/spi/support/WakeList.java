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
 * The threads that are blocked until a condition holds, and the one-shot registrations for it. Any
 * thread.
 */
public final class WakeList {
  private static final Log LOG = Log.named("switchboard.net");

  private final List<Thread> blocked = new ArrayList<>(1); // guarded by this
  private final List<WakeRegistration> registrations = new ArrayList<>(1); // guarded by this

  /** Creates an empty list. */
  public WakeList() {}

  /** Whether nobody wants to know; written while this is locked. */
  private volatile boolean empty = true;

  private final class WakeRegistration implements Registration {
    private final Runnable wake;
    private final @Nullable Watcher watcher;

    /** The look of the watcher that was in progress; only a later one runs this. */
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

  /** Blocks until {@code ready}, which is asked again after each {@link #fire}. */
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
   * Adds a one-shot registration; the caller finds out whether the condition holds already.
   *
   * @param wake run at most once, by the thread that calls {@link #fire()}
   */
  public Registration add(Runnable wake) {
    return add(wake, null);
  }

  /** Adds a registration for what a later look of {@code watcher} than the current one finds. */
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

  /** Whether nobody wants to know. */
  public boolean isEmpty() {
    return empty;
  }

  /** Wakes everybody; call it after the change, without holding a lock that they may want. */
  public void fire() {
    fire(Long.MAX_VALUE);
  }

  /** Wakes the threads, and runs the registrations that were made before {@code look} began. */
  void fire(long look) {
    List<WakeRegistration> due;
    synchronized (this) {
      blocked.forEach(LockSupport::unpark);
      if (registrations.isEmpty()) {
        return; // without asking for memory: it may be the lack of it that is told
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

  /** Runs a wake; one that throws, as it must not, is logged and harms nobody else. */
  public static void tell(Runnable wake) {
    try {
      wake.run();
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "a wake has failed");
    }
  }
}
