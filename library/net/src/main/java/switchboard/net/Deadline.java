package switchboard.net;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One absolute limit for everything that the opening thread does inside a block, over all calls and
 * frames:
 *
 * <pre>{@code
 * try (var limit = Deadline.after(Duration.ofSeconds(2))) {
 *   connection.write(question);
 *   connection.read(answer);
 * }
 * }</pre>
 *
 * <p>Deadlines of a thread nest and the earliest wins. They do not cross to other threads by
 * themselves. Any thread may {@link #resetAfter} or {@link #expireNow} one, and its owner wakes if
 * it is blocked under it. An operation that is cut throws {@link DeadlineExceededException}.
 */
public final class Deadline implements AutoCloseable {
  private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

  private final Ticker ticker;
  private final Thread owner = Thread.currentThread();
  private final @Nullable Deadline outer;

  /**
   * When it ends on {@link #ticker}; written by any thread, always before the owner is unparked.
   */
  private volatile Limit limit;

  private boolean closed; // confined to the owner

  private record Limit(boolean bounded, long atNanos) {
    static final Limit NEVER = new Limit(false, 0);

    static Limit in(Duration fromNow, Ticker ticker) {
      // About 146 years: far enough to be never, near enough for subtraction to stay right.
      long nanos = saturatedNanos(fromNow);
      return nanos > Long.MAX_VALUE / 2 ? NEVER : new Limit(true, ticker.nanos() + nanos);
    }
  }

  private Deadline(@Nullable Duration fromNow) {
    this.outer = CURRENT.get();
    this.ticker = Ticker.current();
    this.limit = fromNow == null ? Limit.NEVER : Limit.in(fromNow, ticker);
    CURRENT.set(this);
  }

  /**
   * Opens a limit that ends after {@code fromNow} on the calling thread's {@link Ticker}.
   *
   * @param fromNow zero or negative: already passed, so that every operation fails at once
   */
  public static Deadline after(Duration fromNow) {
    return new Deadline(fromNow);
  }

  /** Opens a limit that never ends by itself; another thread may move it or expire it. */
  public static Deadline never() {
    return new Deadline(null);
  }

  /** The innermost open deadline of the calling thread. */
  public static @Nullable Deadline current() {
    return CURRENT.get();
  }

  /** Moves the end to {@code fromNow}, earlier or later, also after it has passed. Any thread. */
  public void resetAfter(Duration fromNow) {
    limit = Limit.in(fromNow, ticker);
    LockSupport.unpark(owner);
  }

  /** Ends it now: whatever the owner is blocked in under it wakes and throws. Any thread. */
  public void expireNow() {
    resetAfter(Duration.ZERO);
  }

  /** Whether this deadline or one that it is nested in has passed. */
  public boolean expired() {
    return remainingNanos() <= 0;
  }

  /** What is left until the earliest of this and the outer deadlines; zero when it has passed. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, remainingNanos()));
  }

  /**
   * Nanoseconds until the earliest of this and the outer deadlines: zero or less when it has
   * passed, {@link Long#MAX_VALUE} when none of them ends by itself.
   */
  public long remainingNanos() {
    long remaining = Long.MAX_VALUE;
    for (Deadline each = this; each != null; each = each.outer) {
      Limit now = each.limit;
      if (now.bounded) {
        remaining = Math.min(remaining, now.atNanos - each.ticker.nanos());
      }
    }
    return remaining;
  }

  /**
   * Lifts the limit; a second time does nothing.
   *
   * @throws IllegalStateException when called by another thread than the one that opened it, or
   *     before a deadline that was opened later inside it is closed
   */
  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "a deadline is closed by the thread that opened it: " + owner);
    }
    if (closed) {
      return;
    }
    if (CURRENT.get() != this) {
      throw new IllegalStateException("deadlines close in the reverse order of their opening");
    }
    closed = true;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return Math.max(duration.toNanos(), Long.MIN_VALUE / 2); // stays past as time goes on
    } catch (ArithmeticException tooLarge) {
      return duration.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
    }
  }
}
