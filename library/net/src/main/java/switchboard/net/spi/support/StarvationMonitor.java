package switchboard.net.spi.support;

import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import switchboard.net.internal.Log;

/**
 * Detects that some virtual threads on the JDK's scheduler starve others: they never block, so that
 * others never run. Makes the threads that never block pause. Uses two daemon platform threads.
 * These sleep while no {@link TimeSlice} reports a thread that may be running without blocking.
 *
 * <p>The first platform thread, the monitor, wakes a virtual thread, the probe. 2 ms later, the
 * monitor checks whether the scheduler has run the probe. If not, the monitor increments a counter,
 * the epoch. A virtual thread that has run without blocking since the epoch had a lower value
 * pauses at its next check: it parks in {@link #giveWay}. When the probe has run, the threads that
 * were queued before the probe have run, too. The second platform thread, the releaser, then wakes
 * the paused threads.
 *
 * <p>{@link Thread#yield} does not suffice. A worker of the JDK's scheduler first empties its own
 * queue, then the queue from which it took its last task, and only then checks the other queues. A
 * thread that yields returns to one of the first two queues, so threads in the other queues starve.
 * For the same reason, the probe and the paused threads are woken by different platform threads:
 * the scheduler has a separate queue for each thread that wakes others. The queue with the probe
 * becomes empty, and the worker then checks all queues.
 */
final class StarvationMonitor {
  private static final Log LOG = Log.named("switchboard.net");

  /**
   * The interval between two checks of the monitor. It is also the time after which a thread that
   * starves others must pause. Measured on a saturated server with one core: with 2 ms, the two
   * platform threads use 3 % of the processor time, and the p99 round-trip time of other
   * connections is below 40 ms. With 5 ms, the two threads use half as much processor time, and the
   * p99 is 75 ms.
   */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** The monitor goes to sleep after this time without a report from a {@link TimeSlice}. */
  private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * The longest pause of a thread. Threads that do not use this library never pause, so they may
   * starve the probe forever; the paused threads must continue even in that case.
   */
  private static final long PAUSE_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * The paused threads, first in, first out. Thread dumps show this queue as the blocker of the
   * parked threads of this class.
   */
  private static final ConcurrentLinkedQueue<Held> HELD = new ConcurrentLinkedQueue<>();

  private static volatile int epoch;

  /** Whether the probe was woken but has not run yet. */
  private static volatile boolean probing;

  /** Whether a {@link TimeSlice} has called {@link #suspect} since the monitor's last check. */
  private static volatile boolean suspected;

  private static volatile boolean awake;

  private StarvationMonitor() {}

  /** The monitor thread, which is started when it is first needed. */
  private static final class Monitor {
    static final Thread THREAD =
        Thread.ofPlatform()
            .daemon()
            .name("switchboard-monitor")
            .unstarted(() -> forever(StarvationMonitor::monitor));

    static {
      THREAD.start();
    }
  }

  /** The releaser thread, which is started when it is first needed. */
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

  /** The probe, which is started when it is first needed. */
  private static final class Probe {
    static final Thread THREAD =
        Thread.ofVirtual().name("switchboard-probe").unstarted(StarvationMonitor::probe);

    static {
      THREAD.start();
    }
  }

  /** A paused thread. */
  private static final class Held {
    private final Thread thread;
    private final long sinceNanos = System.nanoTime();
    private volatile boolean released;

    Held(Thread thread) {
      this.thread = thread;
    }
  }

  /** Returns the number of times that the monitor has found starving threads. */
  static int epoch() {
    return epoch;
  }

  /**
   * Returns whether threads starve now. The caller must have run without a pause since {@link
   * #epoch} returned {@code epochSeen}.
   */
  static boolean isStarving(int epochSeen) {
    return epochSeen != epoch && probing;
  }

  /**
   * Reports that a thread may be running without blocking. A call costs little if an earlier call
   * has already made the same report.
   */
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

  /**
   * Pauses {@code self}, which must be the calling virtual thread, until other threads have run.
   */
  static void giveWay(Thread self) {
    if (self.isInterrupted()) {
      return; // park would return immediately
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
      } catch (RuntimeException | Error e) { // paused threads depend on this loop
        LOG.write(Level.ERROR, e, "starvation monitor has failed; continuing");
      }
    }
  }

  /**
   * Wakes all paused threads if the probe has run; otherwise wakes only the threads that have
   * paused for longer than {@link #PAUSE_NANOS_MAX}.
   */
  private static void release() {
    for (Held first = HELD.peek(); first != null && isOver(first); first = HELD.peek()) {
      HELD.poll();
      first.released = true;
      LockSupport.unpark(first.thread);
    }
    LockSupport.park(HELD);
  }

  private static boolean isOver(Held held) {
    return !probing || System.nanoTime() - held.sinceNanos > PAUSE_NANOS_MAX;
  }

  private static void monitor() {
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
      check();
      sleepFor(SLICE_NANOS);
    }
  }

  /** Wakes the probe, or increments the epoch if the probe has not run since the last check. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
  private static void check() {
    if (!probing) {
      probing = true;
      LockSupport.unpark(Probe.THREAD);
      return;
    }
    epoch++;
    Held first = HELD.peek();
    if (first != null && isOver(first)) {
      LockSupport.unpark(Releaser.THREAD);
    }
  }

  private static void sleepFor(long nanos) {
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
