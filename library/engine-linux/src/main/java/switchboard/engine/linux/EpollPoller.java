package switchboard.engine.linux;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Poller;
import switchboard.net.spi.support.TimeSlice;

/**
 * Two threads that take turns at one epoll, never both at once.
 *
 * <p>While there is much to do it is the virtual one. A thread that it wakes runs on its own
 * carrier, without a signal to another core; then it yields, so that those threads read before it
 * looks again. When there is nothing it hands over to the platform thread, which may sleep in the
 * kernel and pins no carrier. That one passes on what it finds, and hands back when it finds much
 * at once.
 */
final class EpollPoller extends Poller<EpollWatcher> {
  private static final Log LOG = Log.named("switchboard.engine.linux");

  /**
   * How many sockets at once make the busy thread worth waking. For fewer the thread that sleeps in
   * the kernel tells them itself and sleeps again: handing over twice would cost two more signals
   * between threads for each message.
   */
  private static final int MANY = 4;

  private final Thread busy;
  private final Thread asleep;

  /** Whose turn it is: the platform thread's while it is true. */
  private volatile boolean sleeping;

  /** Whether the platform thread is to hand back at once; written before {@link #sleeping}. */
  private volatile boolean bouncing;

  EpollPoller(String name, EpollWatcher watcher) {
    super(watcher);
    this.busy = Thread.ofVirtual().name(name).unstarted(this::work);
    this.asleep = Thread.ofPlatform().daemon().name(name + "-asleep").unstarted(this::sleep);
  }

  @Override
  protected List<Thread> threads() {
    return List.of(asleep, busy);
  }

  private void work() {
    var budget = new TimeSlice();
    try {
      while (!isClosing()) {
        boolean told = watcher().poll(false) > 0;
        letOthersRun();
        // The threads that it wakes run before those queued elsewhere, and so does it itself.
        if (budget.isDue(0)) {
          goBehindOthers();
          budget.renew();
        } else if (!told && watcher().poll(false) == 0) {
          handOver();
          budget.renew();
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "a poller has failed; its sockets close");
    } finally {
      setClosing();
      LockSupport.unpark(asleep);
      watcher().close();
    }
  }

  /**
   * Others are kept waiting: the platform thread wakes this one again without a look at the epoll,
   * so that it is queued after the threads that were woken from elsewhere.
   */
  private void goBehindOthers() {
    bouncing = true;
    handOver();
  }

  private void handOver() {
    sleeping = true;
    LockSupport.unpark(asleep);
    while (sleeping && !isClosing()) { // the other thread may have ended meanwhile
      LockSupport.park(this);
    }
  }

  private void sleep() {
    try {
      while (!isClosing()) {
        while (!sleeping && !isClosing()) {
          LockSupport.park(this);
        }
        if (bouncing) {
          bouncing = false;
        } else {
          sleepInKernel();
        }
        handBack();
      }
    } catch (RuntimeException | Error e) {
      setClosing(); // before anything else, which may fail again
      LOG.write(Level.ERROR, e, "a poller has failed; its sockets close");
    } finally {
      setClosing();
      handBack(); // the busy thread then closes the sockets
    }
  }

  private void sleepInKernel() {
    int found;
    do {
      found = isClosing() ? 0 : watcher().poll(true);
    } while (!isClosing() && found < MANY);
  }

  private void handBack() {
    sleeping = false;
    LockSupport.unpark(busy);
  }
}
