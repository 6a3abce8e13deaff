package switchboard.engine.linux;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.Log;
import switchboard.net.spi.support.Poller;
import switchboard.net.spi.support.TimeSlice;

/**
 * Polls one epoll instance with two threads, a virtual thread and a platform thread. They take
 * turns and never poll at the same time.
 *
 * <p>Under load, the virtual thread polls. The threads that the virtual thread wakes run on the
 * same carrier thread, without a signal to another core. The virtual thread then yields, so that
 * these threads read before the next poll. When there are no events, the virtual thread hands over
 * to the platform thread, which can block in the kernel without pinning a carrier. The platform
 * thread wakes the threads that wait for ready sockets. When one poll returns at least {@link
 * #MANY} events, the platform thread hands back to the virtual thread.
 */
final class EpollPoller extends Poller<EpollWatcher> {
  private static final Log LOG = Log.named("switchboard.engine.linux");

  /**
   * The number of simultaneous events at which the virtual thread takes over. For fewer events, the
   * platform thread wakes the waiting threads: handing over and back would cost two more signals
   * between threads for each message.
   */
  private static final int MANY = 4;

  private final Thread busy;
  private final Thread asleep;

  /** True while the platform thread must poll. */
  private volatile boolean sleeping;

  /**
   * Whether the platform thread must hand back without polling; written before {@link #sleeping}.
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
        // The scheduler runs this thread, and the threads that it wakes, before threads in other
        // queues.
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
   * Lets waiting threads in other queues of the scheduler run first. For this, the virtual thread
   * parks, and the platform thread wakes it without polling. The wake-up moves the virtual thread
   * to the end of another queue.
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
      setClosing(); // this step comes before logging, because logging may fail, too
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
