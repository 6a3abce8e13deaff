package switchboard.net.spi.support;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Ticker;
import switchboard.net.internal.ThreadDeadline;

/**
 * Blocks threads that wait for sockets. All code of this library that waits for a socket calls this
 * class, so no other class has to check deadlines and interrupts. Code that waits first stores the
 * current thread where the thread that wakes it can find it, and then parks in a loop until a
 * condition is true:
 *
 * <pre>{@code
 * while (!ready) {
 *   Waiting.park(this);
 * }
 * }</pre>
 *
 * <p>The thread that wakes the waiting thread must first make the condition true, and then call
 * {@link LockSupport#unpark}.
 *
 * @since 0.1.0
 */
public final class Waiting {
  private Waiting() {}

  /**
   * Throws an exception if the calling thread is interrupted or one of its deadlines has passed.
   * Makes no system call.
   *
   * @throws DeadlineExceededException if a deadline of the calling thread has passed
   * @throws OperationInterruptedException if the calling thread is interrupted; its interrupt
   *     status stays set
   */
  public static void check() throws DeadlineExceededException, OperationInterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationInterruptedException();
    }
    ThreadDeadline limit = ThreadDeadline.current();
    if (limit != null && limit.expired()) {
      throw new DeadlineExceededException();
    }
  }

  /**
   * Parks the calling thread until it is unparked. May also return without a reason, so the caller
   * must check its condition again.
   *
   * @param blocker shown in thread dumps as the object for which the thread waits
   * @throws DeadlineExceededException if a deadline of the calling thread passes
   * @throws OperationInterruptedException if the calling thread is interrupted; its interrupt
   *     status stays set
   */
  public static void park(Object blocker)
      throws DeadlineExceededException, OperationInterruptedException {
    park(blocker, Long.MAX_VALUE);
  }

  /**
   * Works like {@link #park(Object)}, but returns after {@code nanosMax} at the latest.
   *
   * @param blocker as for {@link #park(Object)}
   * @param nanosMax nanoseconds on the {@link Ticker} of the calling thread; greater than zero
   * @throws DeadlineExceededException if a deadline of the calling thread passes
   * @throws OperationInterruptedException if the calling thread is interrupted; its interrupt
   *     status stays set
   */
  public static void park(Object blocker, long nanosMax)
      throws DeadlineExceededException, OperationInterruptedException {
    if (Thread.currentThread().isInterrupted()) {
      throw new OperationInterruptedException();
    }
    ThreadDeadline limit = ThreadDeadline.current();
    if (limit == null) {
      parkFor(blocker, nanosMax);
      return;
    }
    boolean shared = limit.enter(Thread.currentThread());
    try {
      parkFor(blocker, Math.min(nanosMax, remainingNanos(limit)));
    } finally {
      if (shared) {
        limit.leave(Thread.currentThread());
      }
    }
  }

  private static void parkFor(Object blocker, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(blocker);
    } else {
      Ticker.current().park(blocker, nanos);
    }
  }

  private static long remainingNanos(ThreadDeadline limit) throws DeadlineExceededException {
    long nanos = limit.remainingNanos();
    if (nanos <= 0) {
      throw new DeadlineExceededException();
    }
    return nanos;
  }
}
