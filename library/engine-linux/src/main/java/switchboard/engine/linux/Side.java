package switchboard.engine.linux;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.support.Waiting;
import switchboard.net.spi.support.WakeList;

/**
 * One interest of one socket: reading or writing. At most one thread is blocked in it, the core
 * sees to that; any number may have wished to be told.
 *
 * <p>No wake-up is lost: who waits publishes himself and then looks at {@link #ready}; who fires
 * sets it and then looks who waits. An edge that nobody waited for stays noted, so the next wait
 * costs one vain call and no more.
 */
final class Side {
  private volatile boolean ready;
  private volatile @Nullable Thread waiter;
  private volatile @Nullable WakeList registrations;

  /**
   * Blocks until the kernel has told of something since the last wait, or the socket is closed.
   *
   * <p>When the process was stopped, or the thread had no turn to run, a deadline may be seen
   * before an event that came first. So a thread that has been blocked asks the kernel before it
   * gives up.
   *
   * @param events for which the kernel is asked then
   * @return whether it had to wait
   */
  boolean await(KernelSocket socket, int events) throws IOException {
    waiter = Thread.currentThread();
    boolean blocked = false;
    try {
      while (!ready && !socket.isClosed()) {
        Waiting.park(socket);
        blocked = true;
      }
      ready = false;
    } catch (DeadlineExceededException late) {
      if (!blocked || socket.poll(events) == 0) {
        throw late;
      }
    } finally {
      waiter = null;
    }
    return blocked;
  }

  /** Wishes to be told once; the caller looks whether it holds already. */
  Registration add(Runnable wake) {
    return registrations().add(wake);
  }

  private synchronized WakeList registrations() {
    WakeList current = registrations;
    if (current == null) {
      current = new WakeList();
      registrations = current;
    }
    return current;
  }

  /** Wakes who is blocked; whether somebody else wishes to be told. */
  boolean fire() {
    ready = true;
    Thread thread = waiter;
    if (thread != null) {
      LockSupport.unpark(thread);
    }
    WakeList others = registrations;
    return others != null && !others.isEmpty();
  }

  /** Tells those who have wished it. */
  void tell() {
    WakeList others = registrations;
    if (others != null) {
      others.fire();
    }
  }
}
