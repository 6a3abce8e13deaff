package switchboard.net.spi.support;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;

/**
 * The waiters for one interest (reading or writing) of one socket. Contains the thread that waits,
 * the callbacks to be called once (one-shot registrations), and whether the interest is
 * <em>armed</em>, that is, whether the socket's {@link Watcher} reports when the socket is ready
 * for it. At most one thread waits at a time; the connection or listener that uses the socket
 * ensures this. The number of registrations is not limited.
 *
 * <p>No wake-up is lost: a waiting thread writes the field {@link #waiter} before it reads {@link
 * #ready} and {@link #armed}. The thread that wakes or disarms writes those two fields before it
 * reads {@link #waiter}. Therefore at least one of the two threads sees what the other has written.
 *
 * @since 0.1.0
 */
public final class InterestSlot {
  /**
   * A poll number that is greater than all others: with this number, {@link #tell} calls the
   * callback of every registration.
   */
  static final long ALL_LOOKS = Long.MAX_VALUE;

  private final Interest interest;

  /**
   * Whether the waiting thread may continue. Set by the thread that wakes it, and cleared by the
   * thread that has waited.
   */
  private volatile boolean ready;

  private volatile boolean armed;
  private volatile @Nullable Thread waiter;
  private volatile @Nullable WakeList registrations;

  InterestSlot(Interest interest) {
    this.interest = interest;
  }

  /**
   * Blocks until {@link #wake} is called or the socket is closed. If {@code wake} was called after
   * the last wait had ended, returns immediately.
   *
   * <p>If the process was suspended, or the thread was not scheduled, the thread may find that its
   * deadline has passed although an earlier event has made the socket ready. Therefore a thread
   * that was blocked asks the kernel once more before it throws {@link DeadlineExceededException}.
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

  /**
   * Adds a one-shot registration. Afterwards, the caller must check whether the socket is already
   * ready.
   */
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

  /**
   * Calls the callbacks that were registered before the poll with the number {@code look} began.
   */
  void tell(long look) {
    WakeList current = registrations;
    if (current != null) {
      current.fire(look);
    }
  }

  /** Wakes the waiting thread. If no thread waits, the next wait returns immediately. */
  void wake() {
    if (!ready) { // else the thread was woken, or reads ready before it parks
      ready = true;
      Thread thread = waiter;
      if (thread != null) {
        LockSupport.unpark(thread);
      }
    }
  }

  /** {@return whether there is a waiting thread that has not been woken yet, or a registration} */
  public boolean isWanted() {
    return (waiter != null && !ready) || hasRegistrations();
  }

  /**
   * Wakes the waiting thread and calls the registered callbacks, after a level-triggered watcher
   * has found the socket ready. Only the thread that polls may call this method.
   *
   * @param look the number of the current poll; callbacks that were registered after this poll
   *     began are not called
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

  /** {@return whether the watcher reports this interest at present} */
  public boolean isArmed() {
    return armed;
  }

  /**
   * Records whether the watcher reports this interest. Only one thread at a time may call this
   * method.
   *
   * @param now whether the watcher reports this interest, until the next call of this method
   */
  public void setArmed(boolean now) {
    armed = now;
  }
}
