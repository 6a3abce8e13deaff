package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;

/**
 * One interest of one socket, reading or writing: the thread that waits for it, the one-shot
 * registrations, and whether the socket's {@link Watcher} has been asked to report it. At most one
 * thread waits, which the core ensures; any number of registrations.
 *
 * <p>No wake-up is lost. A thread that waits publishes itself before it looks at {@link #ready} and
 * {@link #armed}; the thread that fires or disarms writes these before it looks for a waiting
 * thread. One of them sees the other.
 */
public final class InterestSlot {
  /** A look that is later than all others: every registration runs. */
  static final long ALL_LOOKS = Long.MAX_VALUE;

  private final Interest interest;

  /** Set by the thread that fires, cleared by the thread that waited. */
  private volatile boolean ready;

  private volatile boolean armed;
  private volatile @Nullable Thread waiter;
  private volatile @Nullable WakeList registrations;

  InterestSlot(Interest interest) {
    this.interest = interest;
  }

  /**
   * Blocks until the interest has fired since the last wait, or the socket is closed.
   *
   * <p>When the process was stopped, or the thread had no turn to run, a deadline may be seen
   * before an event that came first. So a thread that has been blocked asks the kernel before it
   * gives up.
   *
   * @return whether the thread was blocked
   */
  boolean await(ReadinessSocket<?> socket) throws IOException {
    waiter = Thread.currentThread();
    boolean blocked = false;
    try {
      if (!armed) {
        socket.arm(interest);
      }
      while (!ready && !socket.isClosed()) {
        Waiting.park(socket);
        blocked = true;
      }
      ready = false;
    } catch (DeadlineExceededException expired) {
      if (!blocked || !socket.isReady(interest)) {
        throw expired;
      }
    } finally {
      waiter = null;
    }
    return blocked;
  }

  /** Adds a one-shot registration; the caller finds out whether the interest holds already. */
  Registration add(Runnable wake, Watcher watcher) {
    return registrations().add(wake, watcher);
  }

  private synchronized WakeList registrations() {
    WakeList current = registrations;
    if (current == null) {
      current = new WakeList();
      registrations = current;
    }
    return current;
  }

  boolean hasRegistrations() {
    WakeList current = registrations;
    return current != null && !current.isEmpty();
  }

  /** Runs the registrations that were made before {@code look} began. */
  void tell(long look) {
    WakeList current = registrations;
    if (current != null) {
      current.fire(look);
    }
  }

  /** Wakes the waiting thread; if there is none, the next wait returns at once. */
  void wake() {
    if (!ready) { // else the thread has been woken, or sees it before it parks
      ready = true;
      Thread thread = waiter;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** Whether a thread waits that was not woken yet, or there are registrations. */
  public boolean isWanted() {
    return (waiter != null && !ready) || hasRegistrations();
  }

  /**
   * Wakes those who wait, after a watcher that is not edge-triggered has found the interest ready
   * in its current look. Only by the thread that looks.
   *
   * @return whether anybody waited, including registrations that came too late for this look; false
   *     means that nobody needs the interest to stay armed
   */
  public boolean fire(long look) {
    boolean wanted = isWanted();
    if (waiter != null) { // a state is found again, so there is nothing to remember
      wake();
    }
    tell(look);
    return wanted;
  }

  /** Whether the watcher reports this interest now. */
  public boolean isArmed() {
    return armed;
  }

  /** Records whether the watcher reports this interest; by one thread at a time. */
  public void setArmed(boolean now) {
    armed = now;
  }
}
