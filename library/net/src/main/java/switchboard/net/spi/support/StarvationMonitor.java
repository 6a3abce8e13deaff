package switchboard.net.spi.support;

import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.Log;

/**
 * Notices when virtual threads on the JDK's scheduler keep others waiting, and has them give way.
 * Two daemon platform threads, which sleep while no {@link TimeSlice} reports that a thread is
 * running without waiting.
 *
 * <p>The monitor wakes a virtual thread of its own, the probe, and looks a moment later whether the
 * scheduler has run it. If not, it starts a new epoch: each thread that is still in an old one at
 * its next look gives way by parking here. Once the probe has run, and so what was queued has had
 * its chance, the second platform thread wakes those that gave way.
 *
 * <p>{@link Thread#yield} would not do. A worker of the scheduler empties its own queue, and then
 * the queue from which it took a task last, before it looks at the others; a thread that yields
 * goes back to one of these, so threads that are woken from elsewhere starve. For the same reason
 * the probe and the threads that gave way are woken by two threads: the scheduler keeps a queue for
 * each, the one with the probe runs empty, and the worker looks everywhere.
 */
final class StarvationMonitor {
  private static final Log LOG = Log.named("switchboard.net");

  /**
   * How often the monitor looks, and so how long a thread may keep others waiting. With 2 ms the
   * two platform threads take some 3 % of the processor time of a saturated server on one core, and
   * other users' round trips stay below 40 ms at p99; with 5 ms half of that, and 75 ms.
   */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** After how long without a suspicion it goes to sleep. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * How long a thread that gives way waits for the probe at most: threads that have nothing to do
   * with this library may keep the probe waiting for ever, and need not keep that thread too.
   */
  private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final ConcurrentLinkedQueue<Held> HELD = new ConcurrentLinkedQueue<>();

  private static volatile int epoch;

  /** Whether the probe was woken and has not run yet. */
  private static volatile boolean probing;

  private static volatile boolean suspected;
  private static volatile boolean awake;

  private StarvationMonitor() {}

  /** The thread that looks; started when it is first needed. */
  private static final class Monitor {
    static final Thread THREAD =
        Thread.ofPlatform()
            .daemon()
            .name("switchboard-monitor")
            .unstarted(() -> forever(StarvationMonitor::watch));

    static {
      THREAD.start();
    }
  }

  /** The thread that wakes those that gave way; started when it is first needed. */
  private static final class Releaser {
    static final Thread THREAD =
        Thread.ofPlatform()
            .daemon()
            .name("switchboard-releaser")
            .unstarted(() -> forever(StarvationMonitor::release));

    static {
      THREAD.start();
    }
  }

  private static final class Probe {
    static final Thread THREAD =
        Thread.ofVirtual().name("switchboard-probe").unstarted(StarvationMonitor::probe);

    static {
      THREAD.start();
    }
  }

  /** A thread that gives way. */
  private static final class Held {
    private final Thread thread;
    private final long sinceNanos = System.nanoTime();
    private volatile boolean released;

    Held(Thread thread) {
      this.thread = thread;
    }
  }

  /** The number of times that threads were found to be kept waiting. */
  static int epoch() {
    return epoch;
  }

  /** Whether threads are kept waiting now, by one that has not waited since {@code epochSeen}. */
  static boolean isStarving(int epochSeen) {
    return epochSeen != epoch && probing;
  }

  /** Reports that a thread may be running without waiting. Cheap when repeated. */
  static void suspect() {
    if (!suspected) {
      suspected = true;
    }
    if (!awake) {
      wake();
    }
  }

  private static void wake() {
    awake = true;
    LockSupport.unpark(Monitor.THREAD);
  }

  /** Parks {@code self}, the calling virtual thread, until others have run. */
  static void giveWay(Thread self) {
    if (self.isInterrupted()) {
      return; // it would not park
    }
    var held = new Held(self);
    HELD.add(held);
    if (!probing) {
      LockSupport.unpark(Releaser.THREAD);
    }
    while (!held.released && !self.isInterrupted()) {
      LockSupport.park(held);
    }
  }

  private static void probe() {
    while (true) {
      if (probing) {
        probing = false;
        if (!HELD.isEmpty()) {
          LockSupport.unpark(Releaser.THREAD);
        }
      }
      LockSupport.park(HELD);
    }
  }

  private static void forever(Runnable body) {
    while (true) {
      try {
        body.run();
      } catch (RuntimeException | Error e) { // without memory, for instance; threads wait for it
        LOG.write(Level.ERROR, e, "the monitor of virtual threads has failed and goes on");
      }
    }
  }

  /** Wakes those that gave way, if the probe has run or they have waited for too long. */
  private static void release() {
    for (Held first = HELD.peek(); first != null && isFree(first); first = HELD.peek()) {
      HELD.poll();
      first.released = true;
      LockSupport.unpark(first.thread);
    }
    LockSupport.park(HELD);
  }

  private static boolean isFree(Held held) {
    return !probing || System.nanoTime() - held.sinceNanos > HELD_NANOS;
  }

  private static void watch() {
    long busyNanos = System.nanoTime();
    while (true) {
      long now = System.nanoTime();
      if (suspected || probing) {
        suspected = false;
        busyNanos = now;
      } else if (now - busyNanos > QUIET_NANOS) {
        sleep();
        busyNanos = System.nanoTime();
      }
      look();
      pauseFor(SLICE_NANOS);
    }
  }

  /** Wakes the probe, or starts an epoch if it has not run since. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
  private static void look() {
    if (!probing) {
      probing = true;
      LockSupport.unpark(Probe.THREAD);
      return;
    }
    epoch++;
    Held first = HELD.peek();
    if (first != null && isFree(first)) {
      LockSupport.unpark(Releaser.THREAD);
    }
  }

  private static void pauseFor(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(HELD, left);
    }
  }

  private static void sleep() {
    awake = false;
    while (!awake && !suspected) {
      LockSupport.park(HELD);
    }
    awake = true;
  }
}
