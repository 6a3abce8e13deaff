package switchboard.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.ThreadDeadline;

/**
 * An absolute time limit for all blocking calls that a thread makes inside a block of code, however
 * many methods deep:
 *
 * <pre>{@code
 * try (var limit = Deadline.after(Duration.ofSeconds(2))) {
 *   connection.write(question);
 *   connection.read(answer);
 * }
 * }</pre>
 *
 * <p>When a deadline passes, a blocked call of its thread throws {@link DeadlineExceededException},
 * and so does every further blocking call. No socket is closed. Deadlines of a thread nest; the
 * earliest one counts.
 *
 * <p>A deadline applies to the thread that opened it. Other threads take it over explicitly, with
 * {@link #adopt} or with a task from {@link #propagate(Runnable)}. The deadline of {@link
 * #callWithin} is inherited by the forks of a {@code StructuredTaskScope}, through a {@link
 * ScopedValue}.
 *
 * <p>Thread-safe, except that only the thread that opened a deadline may close it. Methods of this
 * interface do not block. Time is measured on the {@link Ticker} of the thread that opened it.
 *
 * @since 0.1.0
 */
public sealed interface Deadline extends AutoCloseable permits ThreadDeadline {

  /**
   * Opens a deadline for the calling thread.
   *
   * @param fromNow the time until it passes. If zero or negative, it has already passed, and every
   *     blocking call fails at once. More than 146 years means never
   * @return a new deadline, which the calling thread closes
   */
  static Deadline after(Duration fromNow) {
    return ThreadDeadline.open(fromNow);
  }

  /**
   * Opens a deadline for the calling thread that does not pass until a thread calls {@link
   * #resetAfter} or {@link #expireNow}.
   *
   * @return a new deadline, which the calling thread closes
   */
  static Deadline never() {
    return ThreadDeadline.open(null);
  }

  /**
   * Calls {@code operation} under a deadline, on the calling thread. The forks of a {@code
   * StructuredTaskScope} that is opened inside inherit the deadline.
   *
   * <pre>{@code
   * Source source = connection.source();
   * String line = Deadline.callWithin(Duration.ofSeconds(2), () -> source.readLine(1024));
   * }</pre>
   *
   * @param <T> the type of the result
   * @param <X> the type of the exception
   * @param fromNow the time until the deadline passes; if zero or negative, it has already passed
   * @param operation called once
   * @return the result of {@code operation}
   * @throws X if {@code operation} throws it
   */
  static <T extends @Nullable Object, X extends Throwable> T callWithin(
      Duration fromNow, ScopedValue.CallableOp<? extends T, X> operation) throws X {
    try (var limit = after(fromNow)) {
      return ThreadDeadline.inheritable(limit).call(operation);
    }
  }

  /**
   * Runs {@code operation} under a deadline, as {@link #callWithin} does.
   *
   * @param fromNow the time until the deadline passes; if zero or negative, it has already passed
   * @param operation run once, on the calling thread
   */
  static void runWithin(Duration fromNow, Runnable operation) {
    try (var limit = after(fromNow)) {
      ThreadDeadline.inheritable(limit).run(operation);
    }
  }

  /**
   * Returns the innermost deadline of the calling thread: the one that it opened last or, if it has
   * opened none, the one that it has inherited from {@link #callWithin}.
   *
   * @return null if the thread has no deadline
   */
  static @Nullable Deadline current() {
    return ThreadDeadline.current();
  }

  /**
   * Puts the calling thread under this deadline of another thread, in addition to its own
   * deadlines. The calling thread's limit follows this deadline: it passes when this one passes and
   * moves when this one is reset. It lasts until the returned deadline is closed; closing this one
   * does not end it.
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
   * @return a new deadline, which the calling thread closes
   */
  Deadline adopt();

  /**
   * Returns a task that runs {@code task} under the current deadline and the current {@link Ticker}
   * of the calling thread, on any thread.
   *
   * @param task run by each run of the returned task
   * @return a task for an executor or another thread
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
   * Returns a task that calls {@code task} under the current deadline of the calling thread, on any
   * thread.
   *
   * @param <T> the type of the result
   * @param task called by each call of the returned task
   * @return a task for an executor
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
   * Returns an executor that runs each task on {@code executor}, under the deadline and the {@link
   * Ticker} of the thread that calls {@code execute}.
   *
   * @param executor runs the tasks
   * @return an executor that delegates to {@code executor}
   */
  static Executor propagate(Executor executor) {
    return task -> executor.execute(propagate(task));
  }

  /**
   * Moves this deadline, to an earlier or a later time, even if it has already passed. Threads that
   * are blocked under it observe the new time. Any thread may call this.
   *
   * @param fromNow the time until it passes, from now; zero or negative if it passes at once
   */
  void resetAfter(Duration fromNow);

  /**
   * Makes this deadline pass now: threads that are blocked under it throw {@link
   * DeadlineExceededException}. Any thread may call this.
   */
  void expireNow();

  /** {@return whether this deadline, or one that it is nested in, has passed} */
  boolean expired();

  /**
   * {@return the time until the earliest of this and the outer deadlines; zero if it has passed}
   */
  Duration remaining();

  /**
   * Returns the time until the earliest of this and the outer deadlines.
   *
   * @return nanoseconds; zero or less if it has passed, {@link Long#MAX_VALUE} if none of them has
   *     a time at which it passes
   */
  long remainingNanos();

  /**
   * Ends this deadline for its thread. Further calls have no effect.
   *
   * @throws IllegalStateException if another thread calls this than the one that opened the
   *     deadline, or if a deadline that was opened later by the same thread is still open
   */
  @Override
  void close();
}
