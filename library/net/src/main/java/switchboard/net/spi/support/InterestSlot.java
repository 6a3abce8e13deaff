package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;

/**
 * The waiters for one interest, reading or writing, of one socket. Holds the thread that waits, the
 * one-shot registrations, and whether the interest is <em>armed</em>: whether the socket's {@link
 * Watcher} reports it. At most one thread waits at a time, which the connection or listener above
 * ensures. The number of registrations is not limited.
 *
 * <p>No wake-up is lost. A waiting thread publishes itself before it reads {@link #ready} and
 * {@link #armed}. The thread that fires or disarms writes these fields before it reads the waiting
 * thread. So at least one of the two sees the other.
 *
 * @since 0.1.0
 */
public final class InterestSlot {
  /** A poll number that is greater than all others, so that every registration runs. */
  static final long ALL_LOOKS = Long.MAX_VALUE;

  private final Interest interest;

  /** Set by the thread that fires, cleared by the thread that has waited. */
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
   * <p>If the process was suspended, or the thread was not scheduled, it may see that its deadline
   * has passed before it sees an event that came earlier. So a thread that was blocked asks the
   * kernel once more before it throws {@link DeadlineExceededException}.
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

  /** Adds a one-shot registration. The caller checks afterwards whether the interest is ready. */
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

  /** Runs the registrations that were added before the poll with the number {@code look} began. */
  void tell(long look) {
    WakeList current = registrations;
    if (current != null) {
      current.fire(look);
    }
  }

  /** Wakes the waiting thread. If none waits, the next wait returns immediately. */
  void wake() {
    if (!ready) { // otherwise the thread was already woken, or sees it before it parks
      ready = true;
      Thread thread = waiter;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** {@return whether a thread waits and was not woken yet, or there are registrations} */
  public boolean isWanted() {
    return (waiter != null && !ready) || hasRegistrations();
  }

  /**
   * Wakes the waiting thread and runs the registrations, after a watcher that is not edge-triggered
   * has found the interest ready. Only for the thread that polls.
   *
   * @param look the number of the current poll; registrations that were added after it began do not
   *     run
   * @return false if no thread waits and there are no registrations, so that the interest need not
   *     stay armed
   */
  public boolean fire(long look) {
    boolean wanted = isWanted();
    if (waiter != null) { // else ignored: the next poll reports the same state again
      wake();
    }
    tell(look);
    return wanted;
  }

  /** {@return whether the watcher reports this interest now} */
  public boolean isArmed() {
    return armed;
  }

  /**
   * Records whether the watcher reports this interest. One thread at a time may call this.
   *
   * @param now whether the watcher reports this interest from now on
   */
  public void setArmed(boolean now) {
    armed = now;
  }
}
