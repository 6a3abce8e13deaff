package switchboard.net.spi.support;

import java.util.concurrent.locks.LockSupport;
import switchboard.net.DeadlineExceededException;
import switchboard.net.OperationInterruptedException;
import switchboard.net.Ticker;
import switchboard.net.internal.ThreadDeadline;

/**
 * The one way in which a thread waits inside the library: an engine publishes the thread as the one
 * to wake, then parks in a loop until its condition holds.
 *
 * <pre>{@code
 * while (!ready) {
 *   Waiting.park(this);
 * }
 * }</pre>
 *
 * <p>The waker sets the condition first and calls {@link LockSupport#unpark} after it. Deadlines
 * and interruption are looked at here and nowhere else.
 */
public final class Waiting {
  private Waiting() {}

  /**
   * Fails if the calling thread may not wait now; costs no system call.
   *
   * @throws DeadlineExceededException when a deadline of this thread has passed
   * @throws OperationInterruptedException when the thread is interrupted; the flag stays up
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
   * Parks the calling thread until it is unparked, or for no reason; the caller looks at its
   * condition again.
   *
   * @param blocker shown by thread dumps as what the thread waits for
   * @throws DeadlineExceededException when a deadline of this thread has passed
   * @throws OperationInterruptedException when the thread is interrupted; the flag stays up
   */
  public static void park(Object blocker)
      throws DeadlineExceededException, OperationInterruptedException {
    park(blocker, Long.MAX_VALUE);
  }

  /**
   * Like {@link #park(Object)}, for at most {@code nanosMax} on the thread's ticker.
   *
   * @param nanosMax greater than zero
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
