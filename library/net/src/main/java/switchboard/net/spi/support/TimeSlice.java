package switchboard.net.spi.support;

import org.jspecify.annotations.Nullable;

/**
 * Limits the time for which a virtual thread reads or writes one socket and does not let other
 * threads run. For engines: each socket has one time slice for reading and one for writing. A time
 * slice is confined to the thread that reads or writes.
 *
 * <p>A virtual thread releases its carrier only when it blocks, and it never blocks on a socket
 * that always has bytes to read or space to write. Therefore this class counts operations and
 * bytes. After a certain number, it checks whether other threads starve, that is, whether they are
 * runnable but do not run. If so, the calling thread pauses. A thread on an event loop moves to the
 * end of the loop's queue. A thread on the JDK's scheduler parks until other threads have run.
 * Platform threads are preempted by the kernel and never pause.
 *
 * <p>The system property {@code switchboard.budget=unlimited} disables these pauses, for
 * measurements.
 *
 * @since 0.1.0
 */
public final class TimeSlice {
  /** The number of operations between two checks. */
  private static final int OPERATIONS_MAX = 16;

  /**
   * The number of bytes between two checks, if this number is reached before {@link
   * #OPERATIONS_MAX}.
   */
  private static final long BYTES_MAX = 256 * 1024;

  /**
   * If the time between two checks is shorter than this, the thread may have run continuously. On a
   * slow machine, the operations between two checks take about 50 µs for small messages, and less
   * than 2 ms for pieces of 128 KiB.
   */
  private static final long CLOSE_NANOS = 20_000_000;

  private static final boolean UNLIMITED =
      "unlimited".equals(System.getProperty("switchboard.budget"));

  private int operations;
  private long bytes;

  /** The time of the last check; 0 if the thread has blocked since then. */
  private long checkNanos;

  private int epochSeen = StarvationMonitor.epoch();
  private @Nullable Thread spender;

  /** Creates an unused time slice. */
  public TimeSlice() {}

  /**
   * Counts an operation that did not block. If the time slice is used up and other threads starve,
   * pauses the calling thread, for at most about 20 ms. Never fails, and does not clear the
   * interrupt status.
   *
   * @param count the number of bytes that the operation has transferred
   */
  public void spend(long count) {
    if (isDue(count)) {
      Thread self = Thread.currentThread();
      if (EventLoop.current() != null) {
        toTheEndOfTheQueue();
      } else if (self.isVirtual()) {
        StarvationMonitor.giveWay(self);
      }
      epochSeen = StarvationMonitor.epoch();
    }
  }

  /**
   * Counts an operation as {@link #spend} does, but does not pause the calling thread.
   *
   * @param count the number of bytes that the operation has transferred
   * @return whether the calling thread should let others run now
   */
  public boolean isDue(long count) {
    bytes += count;
    operations++;
    return (operations >= OPERATIONS_MAX || bytes >= BYTES_MAX) && othersStarve();
  }

  private boolean othersStarve() {
    operations = 0;
    bytes = 0;
    Thread self = Thread.currentThread();
    spender = self;
    if (UNLIMITED || !self.isVirtual()) {
      return false;
    }
    EventLoop loop = EventLoop.current();
    if (loop != null) {
      return loop.isTurnOver();
    }
    long now = System.nanoTime();
    if (checkNanos != 0 && now - checkNanos < CLOSE_NANOS) {
      StarvationMonitor.suspect();
    }
    checkNanos = now;
    return StarvationMonitor.isStarving(epochSeen);
  }

  /**
   * Starts a new time slice. Must be called after the thread has blocked, because other threads
   * have run in the meantime.
   */
  public void renew() {
    operations = 0;
    bytes = 0;
    checkNanos = 0;
    epochSeen = StarvationMonitor.epoch();
  }

  /**
   * Starts a new time slice if {@code waiter} was the last thread to use this time slice. Must be
   * called after {@code waiter} has blocked in the other direction of the socket.
   *
   * @param waiter the thread that has blocked
   */
  public void renewIfOf(Thread waiter) {
    if (spender == waiter) {
      renew();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the loop's queue is first in, first out
  private static void toTheEndOfTheQueue() {
    Thread.yield();
  }
}
