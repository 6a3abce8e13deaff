package switchboard.net.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Deadline;
import switchboard.net.Ticker;

/**
 * The deadlines of a thread, as a chain from the innermost outwards. An outer one may belong to
 * another thread, which the thread has inherited it from, and each may follow an adopted one.
 */
public final class ThreadDeadline implements Deadline {
  private static final ThreadLocal<@Nullable ThreadDeadline> CURRENT = new ThreadLocal<>();

  /** The deadline of the lambda form, for threads that have not opened one themselves. */
  private static final ScopedValue<ThreadDeadline> INHERITED = ScopedValue.newInstance();

  private final Ticker ticker;
  private final Thread owner = Thread.currentThread();
  private final @Nullable ThreadDeadline outer;

  /** A deadline of another thread that this one follows, beside the outer ones; usually null. */
  private final @Nullable ThreadDeadline adopted;

  /** Whether an outer deadline, or one that this follows, was opened by another thread. */
  private final boolean spansThreads;

  /** When it ends on {@link #ticker}; written by any thread, always before threads are unparked. */
  private volatile Limit limit;

  /** Threads other than the owner that are parked under it now; null until there is one. */
  private volatile @Nullable Set<Thread> guests;

  private boolean closed; // confined to the owner

  private record Limit(boolean bounded, long atNanos) {
    static final Limit NEVER = new Limit(false, 0);

    static Limit in(Duration fromNow, Ticker ticker) {
      // About 146 years: far enough to be never, near enough for subtraction to stay right.
      long nanos = saturatedNanos(fromNow);
      return nanos > Long.MAX_VALUE / 2 ? NEVER : new Limit(true, ticker.nanos() + nanos);
    }
  }

  private ThreadDeadline(@Nullable Duration fromNow) {
    this(current(), fromNow);
  }

  private ThreadDeadline(@Nullable ThreadDeadline outer, @Nullable Duration fromNow) {
    this.outer = outer;
    this.adopted = null;
    this.spansThreads = outer != null && (outer.owner != owner || outer.spansThreads);
    this.ticker = Ticker.current();
    this.limit = fromNow == null ? Limit.NEVER : Limit.in(fromNow, ticker);
    CURRENT.set(this);
  }

  /** Follows {@code adopted} beside {@code outer}. */
  private ThreadDeadline(ThreadDeadline outer, ThreadDeadline adopted) {
    this.outer = outer;
    this.adopted = adopted;
    this.spansThreads = true;
    this.ticker = Ticker.current();
    this.limit = Limit.NEVER;
    CURRENT.set(this);
  }

  /** Opens a limit for the calling thread; null for one that never ends by itself. */
  public static Deadline open(@Nullable Duration fromNow) {
    return new ThreadDeadline(fromNow);
  }

  /** Returns the binding by which threads that start inside inherit {@code limit}. */
  public static ScopedValue.Carrier inheritable(Deadline limit) {
    return ScopedValue.where(INHERITED, (ThreadDeadline) limit);
  }

  /** Returns the innermost deadline of the calling thread, its own or inherited; may be null. */
  public static @Nullable ThreadDeadline current() {
    ThreadDeadline own = CURRENT.get();
    return own != null || !INHERITED.isBound() ? own : INHERITED.get();
  }

  @Override
  public Deadline adopt() {
    ThreadDeadline own = current();
    return new ThreadDeadline(own == null ? this : own, this);
  }

  @Override
  public void resetAfter(Duration fromNow) {
    limit = Limit.in(fromNow, ticker);
    LockSupport.unpark(owner);
    Set<Thread> others = guests;
    if (others != null) {
      others.forEach(LockSupport::unpark);
    }
  }

  /**
   * Registers the calling thread to be unparked when a limit above it changes that another thread
   * has opened. For {@link switchboard.net.spi.support.Waiting}.
   *
   * @return whether there is one, so that {@link #leave} must be called after parking
   */
  public boolean enter(Thread thread) {
    if (owner == thread && !spansThreads) {
      return false;
    }
    for (ThreadDeadline each = this; each != null; each = each.outer) {
      each.addGuest(thread);
      if (each.adopted != null) {
        each.adopted.enter(thread);
      }
    }
    return true;
  }

  private void addGuest(Thread thread) {
    if (owner != thread) {
      guests().add(thread);
    }
  }

  private synchronized Set<Thread> guests() {
    Set<Thread> current = guests;
    if (current == null) {
      current = ConcurrentHashMap.newKeySet();
      guests = current;
    }
    return current;
  }

  /** Takes back {@link #enter}. */
  public void leave(Thread thread) {
    for (ThreadDeadline each = this; each != null; each = each.outer) {
      Set<Thread> current = each.guests;
      if (current != null) {
        current.remove(thread);
      }
      if (each.adopted != null) {
        each.adopted.leave(thread);
      }
    }
  }

  @Override
  public void expireNow() {
    resetAfter(Duration.ZERO);
  }

  @Override
  public boolean expired() {
    return remainingNanos() <= 0;
  }

  @Override
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, remainingNanos()));
  }

  @Override
  public long remainingNanos() {
    long remaining = Long.MAX_VALUE;
    for (ThreadDeadline each = this; each != null; each = each.outer) {
      Limit now = each.limit;
      if (now.bounded) {
        remaining = Math.min(remaining, now.atNanos - each.ticker.nanos());
      }
      if (each.adopted != null) {
        remaining = Math.min(remaining, each.adopted.remainingNanos());
      }
    }
    return remaining;
  }

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
    if (outer == null || outer.owner != owner) { // an inherited one is found without being set
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

  @Override
  public String toString() {
    long nanos = remainingNanos();
    return nanos == Long.MAX_VALUE
        ? "deadline that never expires by itself"
        : "deadline with " + Duration.ofNanos(Math.max(0, nanos)) + " left";
  }
}
