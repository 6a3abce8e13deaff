package switchboard.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.ThreadDeadline;

/**
 * An absolute time limit for everything that a thread does inside a block, over all calls and
 * frames:
 *
 * <pre>{@code
 * try (var limit = Deadline.after(Duration.ofSeconds(2))) {
 *   connection.write(question);
 *   connection.read(answer);
 * }
 * }</pre>
 *
 * <p>Deadlines of a thread nest and the earliest wins. Any thread may {@link #resetAfter} or {@link
 * #expireNow} one; a thread that is blocked under it wakes. An operation that times out throws
 * {@link DeadlineExceededException}.
 *
 * <p>A deadline applies to the thread that opened it. Other threads take it over explicitly, by
 * {@link #adopt} or by a task from {@link #propagate(Runnable)}. The lambda form, {@link
 * #callWithin}, is inherited as a {@link ScopedValue} by the forks of a {@code
 * StructuredTaskScope}.
 */
public sealed interface Deadline extends AutoCloseable permits ThreadDeadline {

  /**
   * Opens a limit that ends after {@code fromNow} on the calling thread's {@link Ticker}.
   *
   * @param fromNow zero or negative: already passed, so that every operation fails at once
   */
  static Deadline after(Duration fromNow) {
    return ThreadDeadline.open(fromNow);
  }

  /** Opens a limit that never ends by itself; any thread may reset or expire it. */
  static Deadline never() {
    return ThreadDeadline.open(null);
  }

  /**
   * Runs {@code operation} under a limit that ends after {@code fromNow}. The forks of a {@code
   * StructuredTaskScope} that is opened inside inherit the limit.
   *
   * <pre>{@code
   * String line = Deadline.callWithin(Duration.ofSeconds(2), () -> connection.source().readLine(1024));
   * }</pre>
   *
   * @param fromNow zero or negative: already passed, so that every operation fails at once
   * @return the result of {@code operation}
   * @throws X what {@code operation} throws
   */
  static <T extends @Nullable Object, X extends Throwable> T callWithin(
      Duration fromNow, ScopedValue.CallableOp<? extends T, X> operation) throws X {
    try (var limit = after(fromNow)) {
      return ThreadDeadline.inheritable(limit).call(operation);
    }
  }

  /**
   * Does as {@link #callWithin} for an operation that returns nothing and throws nothing checked.
   */
  static void runWithin(Duration fromNow, Runnable operation) {
    try (var limit = after(fromNow)) {
      ThreadDeadline.inheritable(limit).run(operation);
    }
  }

  /**
   * Returns the innermost deadline of the calling thread: the one that it opened last or, if it has
   * opened none, the one it has inherited from {@link #callWithin}; null without one.
   */
  static @Nullable Deadline current() {
    return ThreadDeadline.current();
  }

  /**
   * Puts the calling thread under this deadline of another thread, in addition to its own ones,
   * until the returned deadline is closed. It follows this one: when this expires or is reset, so
   * is the calling thread's limit. Closing this one does not lift it.
   *
   * <pre>{@code
   * Deadline limit = Deadline.current();
   * Thread.startVirtualThread(() -> {
   *   try (var _ = limit.adopt()) {
   *     System.out.println(connection.source().readLine(1024));
   *   } catch (IOException e) {
   *     System.err.println(e.getMessage());
   *   }
   * });
   * }</pre>
   *
   * @return a deadline of the calling thread, which closes it
   */
  Deadline adopt();

  /**
   * Returns a task that runs {@code task} under the deadline and the clock that the calling thread
   * has now, on whichever thread runs it.
   */
  static Runnable propagate(Runnable task) {
    Deadline limit = current();
    Ticker clock = Ticker.current();
    return () ->
        clock.run(() -> {
          try (var _ = limit == null ? never() : limit.adopt()) {
            task.run();
          }
        });
  }

  /**
   * Returns a task that calls {@code task} under the deadline that the calling thread has now, on
   * whichever thread runs it.
   */
  static <T extends @Nullable Object> Callable<T> propagate(Callable<T> task) {
    Deadline limit = current();
    return () -> {
      try (var _ = limit == null ? never() : limit.adopt()) {
        return task.call();
      }
    };
  }

  /**
   * Returns an executor that runs each task on {@code executor} under the deadline and the clock of
   * the thread that calls {@code execute}.
   */
  static Executor propagate(Executor executor) {
    return task -> executor.execute(propagate(task));
  }

  /**
   * Resets the limit to {@code fromNow} from now, earlier or later, also after it has passed. Any
   * thread; threads that are blocked under it observe the new limit.
   */
  void resetAfter(Duration fromNow);

  /** Expires it now: threads that are blocked under it wake and throw. Any thread. */
  void expireNow();

  /** Returns whether this deadline or one that it is nested in has passed. */
  boolean expired();

  /**
   * Returns the time until the earliest of this and the outer deadlines; zero once it has passed.
   */
  Duration remaining();

  /**
   * Returns the nanoseconds until the earliest of this and the outer deadlines: zero or less once
   * it has passed, {@link Long#MAX_VALUE} if none of them ends by itself.
   */
  long remainingNanos();

  /**
   * Lifts the limit; a second call does nothing.
   *
   * @throws IllegalStateException if called by another thread than the one that opened it, or
   *     before a deadline that was opened later inside it is closed
   */
  @Override
  void close();
}
