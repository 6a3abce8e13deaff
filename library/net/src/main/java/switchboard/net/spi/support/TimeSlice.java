package switchboard.net.spi.support;

import org.jspecify.annotations.Nullable;

/**
 * How much one side of a socket may do without waiting before its thread lets other threads run.
 * For engines: each socket has one for reading and one for writing, confined to the thread that
 * uses that side.
 *
 * <p>A virtual thread gives up its carrier only when it blocks, and a socket that always has
 * something to read, or always has space to write, never makes it block. So after every few
 * operations, counted here, the thread looks whether others are kept waiting, and gives way if they
 * are: on an event loop to the end of the loop's queue, on the JDK's scheduler by {@link
 * StarvationMonitor}. Platform threads are preempted by the kernel and never give way.
 *
 * <p>The system property {@code switchboard.budget=unlimited} switches this off, for comparison.
 */
public final class TimeSlice {
  /** How many operations pass between two looks. */
  private static final int OPERATIONS_MAX = 16;

  /** How many bytes pass between two looks, if those are fewer operations. */
  private static final long BYTES_MAX = 256 * 1024;

  /**
   * Two looks that are closer than this mean that the thread may be running all the time: sixteen
   * operations take some 50 µs for small messages, and less than 2 ms for pieces of 128 KiB on a
   * slow machine.
   */
  private static final long CLOSE_NANOS = 20_000_000;

  private static final boolean UNLIMITED =
      "unlimited".equals(System.getProperty("switchboard.budget"));

  private int operations;
  private long bytes;

  /** When the last look was; 0 when the thread has waited since. */
  private long lookNanos;

  private int epochSeen = StarvationMonitor.epoch();
  private @Nullable Thread spender;

  /** A full budget. */
  public TimeSlice() {}

  /**
   * Counts an operation that moved {@code count} bytes without waiting. Lets others run when they
   * are kept waiting; this takes some milliseconds at most, and neither fails nor clears an
   * interruption.
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

  /** Counts an operation as {@link #spend} does; whether the calling thread is to give way now. */
  public boolean isDue(long count) {
    bytes += count;
    operations++;
    return (operations >= OPERATIONS_MAX || bytes >= BYTES_MAX) && othersWait();
  }

  private boolean othersWait() {
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
    if (lookNanos != 0 && now - lookNanos < CLOSE_NANOS) {
      StarvationMonitor.suspect();
    }
    lookNanos = now;
    return StarvationMonitor.isStarving(epochSeen);
  }

  /** The thread has waited on this side: others have run. */
  public void renew() {
    operations = 0;
    bytes = 0;
    lookNanos = 0;
    epochSeen = StarvationMonitor.epoch();
  }

  /** {@code waiter} has waited on the other side of the socket. */
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
