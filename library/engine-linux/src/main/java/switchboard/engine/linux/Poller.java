package switchboard.engine.linux;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.Log;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.TimeSlice;

/**
 * Watches the sockets of those who run on no loop: virtual threads of the JDK's own scheduler, and
 * platform threads. Two threads take turns at one epoll, never both at once.
 *
 * <p>While there is much to do it is the virtual one. Whom it wakes runs on its own carrier,
 * without a signal to another core; then it yields, so that they read before it looks again. When
 * there is nothing it hands over to the platform thread, which may sleep in the kernel and pins
 * nobody. That one tells what it finds, and hands back when it finds much at once.
 */
final class Poller {
  private static final Log LOG = Log.named("switchboard.engine.linux");

  /**
   * How many sockets at once make the busy thread worth waking. For fewer the thread that sleeps in
   * the kernel tells them itself and sleeps again: handing over twice would cost two more signals
   * between threads for each message.
   */
  private static final int MANY = 4;

  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  private final Epoll epoll;
  private final Thread busy;
  private final Thread asleep;

  /** Whose turn it is: the platform thread's while it is true. */
  private volatile boolean sleeping;

  /** Whether the platform thread is to hand back at once; written before {@link #sleeping}. */
  private volatile boolean bouncing;

  private volatile boolean closing;
  private boolean started; // guarded by this

  Poller(Kernel kernel, String name) throws SystemError {
    this.epoll = new Epoll(kernel);
    this.busy = Thread.ofVirtual().name(name).unstarted(this::work);
    this.asleep = Thread.ofPlatform().daemon().name(name + "-asleep").unstarted(this::sleep);
  }

  Epoll epoll() {
    return epoll;
  }

  /** Starts to work, unless it does already. */
  synchronized void start() {
    if (!started && !closing) {
      started = true;
      asleep.start();
      busy.start();
    }
  }

  private void work() {
    var budget = new TimeSlice();
    try {
      while (!closing) {
        boolean told = epoll.poll(0) > 0;
        letOthersRun();
        // Those whom it wakes run before whatever was queued elsewhere, and so does it itself.
        if (budget.isDue(0)) {
          goBehindOthers();
          budget.renew();
        } else if (!told && epoll.poll(0) == 0) {
          handOver();
          budget.renew();
        }
      }
    } catch (RuntimeException | Error e) {
      LOG.write(Level.ERROR, e, "a poller has failed; its sockets close");
    } finally {
      closing = true;
      LockSupport.unpark(asleep);
      epoll.close();
    }
  }

  /**
   * Others are kept waiting: the platform thread wakes this one again without a look at the epoll,
   * so that it is queued behind those who were woken from elsewhere.
   */
  private void goBehindOthers() {
    bouncing = true;
    handOver();
  }

  private void handOver() {
    sleeping = true;
    LockSupport.unpark(asleep);
    while (sleeping && !closing) { // the other thread may have ended meanwhile
      LockSupport.park(this);
    }
  }

  private void sleep() {
    try {
      while (!closing) {
        while (!sleeping && !closing) {
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
      closing = true; // before anything else, which may fail again
      LOG.write(Level.ERROR, e, "a poller has failed; its sockets close");
    } finally {
      closing = true;
      handBack(); // the busy thread then closes the sockets
    }
  }

  private void sleepInKernel() {
    int found;
    do {
      found = closing ? 0 : epoll.poll(-1);
    } while (!closing && found < MANY);
  }

  private void handBack() {
    sleeping = false;
    LockSupport.unpark(busy);
  }

  /** Those who were woken read what has come. */
  @SuppressWarnings("ThreadPriorityCheck") // a wrong guess costs a system call, never correctness
  private static void letOthersRun() {
    Thread.yield();
  }

  /** Closes every socket that it knows, and ends. */
  void close() {
    boolean works;
    synchronized (this) {
      closing = true;
      works = started;
    }
    if (works) {
      epoll.wake();
      awaitEnd();
    } else {
      epoll.close();
    }
  }

  private void awaitEnd() {
    try {
      if (Thread.currentThread() != busy) {
        busy.join(CLOSED_WITHIN);
        asleep.join(CLOSED_WITHIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they end all the same
    }
  }
}
