package switchboard.net.spi.support;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import switchboard.net.Selectable.Registration;
import switchboard.net.internal.Log;

/**
 * Those who want to know when one condition of a handle may have changed: threads that are blocked
 * until it holds, and one-shot wishes. For engines. Any thread.
 */
public final class WakeList {
  private static final Log LOG = Log.named("switchboard.net");

  private final List<Thread> blocked = new ArrayList<>(1); // guarded by this
  private final List<WakeRegistration> registrations = new ArrayList<>(1); // guarded by this

  /** Nobody yet. */
  public WakeList() {}

  private final class WakeRegistration implements Registration {
    private final Runnable wake;

    WakeRegistration(Runnable wake) {
      this.wake = wake;
    }

    @Override
    public void cancel() {
      synchronized (WakeList.this) {
        registrations.remove(this);
      }
    }
  }

  /** Blocks until {@code ready}, which is asked again after each {@link #fire}. */
  public void await(BooleanSupplier ready) throws IOException {
    Thread self = Thread.currentThread();
    synchronized (this) {
      blocked.add(self);
    }
    try {
      while (!ready.getAsBoolean()) {
        Waiting.park(this);
      }
    } finally {
      synchronized (this) {
        blocked.remove(self);
      }
    }
  }

  /** Wishes to be told once; the caller looks whether the condition holds already. */
  public Registration add(Runnable wake) {
    var registration = new WakeRegistration(wake);
    synchronized (this) {
      registrations.add(registration);
    }
    return registration;
  }

  /** Whether anybody wants to know. */
  public synchronized boolean isEmpty() {
    return blocked.isEmpty() && registrations.isEmpty();
  }

  /** Tells everybody; call it after the change, without holding a lock that they may want. */
  public void fire() {
    List<WakeRegistration> due;
    synchronized (this) {
      blocked.forEach(LockSupport::unpark);
      if (registrations.isEmpty()) {
        return; // without asking for memory: it may be the lack of it that is told
      }
      due = List.copyOf(registrations);
      registrations.clear();
    }
    due.forEach(registration -> tell(registration.wake));
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
