package switchboard.net.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import switchboard.net.Deadline;
import switchboard.net.Ticker;

/**
 * The implementation of {@link Deadline}. The deadlines of a thread form a chain, from the
 * innermost to the outermost. The chain of a thread that has inherited a deadline continues with
 * the chain of the thread that has opened that deadline. A deadline that {@link #adopt} has created
 * also passes when the adopted deadline passes.
 */
public final class ThreadDeadline implements Deadline {
  private static final ThreadLocal<@Nullable ThreadDeadline> CURRENT = new ThreadLocal<>();

  /**
   * The deadline that a thread inherits from {@link Deadline#callWithin}. It counts as the
   * innermost deadline if the thread has opened none.
   */
  private static final ScopedValue<ThreadDeadline> INHERITED = ScopedValue.newInstance();

  private final Ticker ticker;
  private final Thread owner = Thread.currentThread();
  private final @Nullable ThreadDeadline outer;

  /** If {@link #adopt} has created this deadline, the deadline that was adopted; otherwise null. */
  private final @Nullable ThreadDeadline adopted;

  /** Whether an outer or adopted deadline was opened by another thread. */
  private final boolean spansThreads;

  /**
   * The time limit, measured with {@link #ticker}. Any thread may change the limit; the thread that
   * does must change it first and then unpark the waiting threads.
   */
  private volatile Limit limit;

  /**
   * The parked threads, other than the owner, to which this deadline applies; null until needed.
   */
  private volatile @Nullable Set<Thread> guests;

  private boolean closed; // confined to the owner

  private record Limit(boolean bounded, long atNanos) {
    static final Limit NEVER = new Limit(false, 0);

    static Limit in(Duration fromNow, Ticker ticker) {
      // More than about 146 years means never. Smaller values keep subtractions from overflowing.
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

  /** Creates a deadline that is limited by both {@code adopted} and {@code outer}. */
  private ThreadDeadline(ThreadDeadline outer, ThreadDeadline adopted) {
    this.outer = outer;
    this.adopted = adopted;
    this.spansThreads = true;
    this.ticker = Ticker.current();
    this.limit = Limit.NEVER;
    CURRENT.set(this);
  }

  /**
   * Opens a deadline for the calling thread. If {@code fromNow} is null, the deadline never passes.
   */
  public static Deadline open(@Nullable Duration fromNow) {
    return new ThreadDeadline(fromNow);
  }

  /**
   * Returns a binding of a scoped value. Threads that a structured task scope forks inside the
   * binding inherit {@code limit}.
   */
  public static ScopedValue.Carrier inheritable(Deadline limit) {
    return ScopedValue.where(INHERITED, (ThreadDeadline) limit);
  }

  /**
   * Returns the innermost deadline of the calling thread, which it has opened or inherited; null if
   * there is none.
   */
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
   * Registers {@code thread}, which must be the calling thread. Until {@link #leave} is called, the
   * thread is unparked whenever a deadline that applies to it, but was opened by another thread, is
   * reset. For {@link switchboard.net.spi.support.Waiting}.
   *
   * @return true if the thread was registered and {@link #leave} must be called after parking;
   *     false if all deadlines belong to the calling thread
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

  /** Removes the registration that {@link #enter} has added. */
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
          "a deadline must be closed by the thread that opened it: " + owner);
    }
    if (closed) {
      return;
    }
    if (CURRENT.get() != this) {
      throw new IllegalStateException(
          "deadlines must be closed in the reverse order of their opening");
    }
    closed = true;
    if (outer == null || outer.owner != owner) { // current() finds an inherited deadline
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return Math.max(duration.toNanos(), Long.MIN_VALUE / 2); // cannot overflow later
    } catch (ArithmeticException tooLarge) {
      return duration.isNegative() ? Long.MIN_VALUE / 2 : Long.MAX_VALUE;
    }
  }

  @Override
  public String toString() {
    long nanos = remainingNanos();
    return nanos == Long.MAX_VALUE
        ? "deadline without a limit"
        : "deadline with " + Duration.ofNanos(Math.max(0, nanos)) + " left";
  }
}
