package switchboard.engine.linux;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Poller;
import switchboard.net.spi.support.TimeSlice;

/**
 * Polls one epoll instance with two threads that take turns and never poll at the same time.
 *
 * <p>Under load the virtual thread polls. The threads that it wakes run on its own carrier, without
 * a signal to another core. It then yields, so that they read before it polls again. When there are
 * no events, it hands over to the platform thread, which can block in the kernel without pinning a
 * carrier. The platform thread wakes the sockets that it finds ready, and hands back when it finds
 * many at once.
 */
final class EpollPoller extends Poller<EpollWatcher> {
  private static final Log LOG = Log.named("switchboard.engine.linux");

  /**
   * The number of simultaneous events at which the virtual thread takes over. For fewer, the
   * platform thread wakes the sockets itself: handing over and back would cost two more signals
   * between threads for each message.
   */
  private static final int MANY = 4;

  private final Thread busy;
  private final Thread asleep;

  /** True while it is the turn of the platform thread. */
  private volatile boolean sleeping;

  /**
   * Whether the platform thread is to hand back without polling; written before {@link #sleeping}.
   */
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
        boolean found = watcher().poll(false) > 0;
        letOthersRun();
        // The threads that this thread wakes, and this thread itself, run before those queued from
        // elsewhere.
        if (budget.isDue(0)) {
          queueBehindOthers();
          budget.renew();
        } else if (!found && watcher().poll(false) == 0) {
          handOver();
          budget.renew();
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "poller failed; closing its sockets");
    } finally {
      setClosing();
      LockSupport.unpark(asleep);
      watcher().close();
    }
  }

  /**
   * Moves this thread behind threads that were woken from elsewhere and have waited too long: the
   * platform thread wakes it again without polling.
   */
  private void queueBehindOthers() {
    bouncing = true;
    handOver();
  }

  private void handOver() {
    sleeping = true;
    LockSupport.unpark(asleep);
    while (sleeping && !isClosing()) { // the platform thread may have ended meanwhile
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
      setClosing(); // first, since logging may fail too
      LOG.write(Level.ERROR, e, "poller failed; closing its sockets");
    } finally {
      setClosing();
      handBack(); // the virtual thread then closes the sockets
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
