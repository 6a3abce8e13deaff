package switchboard.net;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import switchboard.net.internal.ThreadDeadline;

/**
 * An absolute time limit for all blocking calls that a thread makes inside a block of code,
 * including those in the methods that the block calls:
 *
 * <pre>{@code
 * try (var limit = Deadline.after(Duration.ofSeconds(2))) {
 *   connection.write(question);
 *   connection.read(answer);
 * }
 * }</pre>
 *
 * <p>When a deadline passes, a blocked call of its thread throws {@link DeadlineExceededException},
 * and so does every further blocking call. No socket is closed. If a thread has several open
 * deadlines, all of them apply: the earliest one is the time limit.
 *
 * <p>A deadline applies to the thread that opened it. Another thread can adopt the deadline
 * explicitly, with {@link #adopt} or by running a task from {@link #propagate(Runnable)}. The
 * subtasks of a {@code StructuredTaskScope} inherit the deadline of {@link #callWithin}, through a
 * {@link ScopedValue}.
 *
 * <p>Thread-safe, except that only the thread that opened a deadline may close it. Methods of this
 * interface do not block. The time is measured with the {@link Ticker} of the thread that opened
 * the deadline.
 *
 * @since 0.1.0
 */
public sealed interface Deadline extends AutoCloseable permits ThreadDeadline {

  /**
   * Opens a deadline for the calling thread.
   *
   * @param fromNow the time until the deadline passes. If zero or negative, the deadline has
   *     already passed, and every blocking call fails immediately. A deadline of more than 146
   *     years never passes
   * @return a new deadline, which the calling thread closes
   */
  static Deadline after(Duration fromNow) {
    return ThreadDeadline.open(fromNow);
  }

  /**
   * Opens a deadline for the calling thread. The deadline does not pass before a thread calls
   * {@link #resetAfter} or {@link #expireNow}.
   *
   * @return a new deadline, which the calling thread closes
   */
  static Deadline never() {
    return ThreadDeadline.open(null);
  }

  /**
   * Calls {@code operation} under a deadline, on the calling thread. If {@code operation} opens a
   * {@code StructuredTaskScope}, the subtasks of the scope inherit the deadline.
   *
   * <pre>{@code
   * Source source = connection.source();
   * String line = Deadline.callWithin(Duration.ofSeconds(2), () -> source.readLine(1024));
   * }</pre>
   *
   * @param <T> the type of the result
   * @param <X> the type of the exception
   * @param fromNow the time until the deadline passes; if zero or negative, the deadline has
   *     already passed
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
   * @param fromNow the time until the deadline passes; if zero or negative, the deadline has
   *     already passed
   * @param operation run once, on the calling thread
   */
  static void runWithin(Duration fromNow, Runnable operation) {
    try (var limit = after(fromNow)) {
      ThreadDeadline.inheritable(limit).run(operation);
    }
  }

  /**
   * Returns the innermost deadline of the calling thread: the deadline that the thread has opened
   * last or, if it has opened none, the deadline that it has inherited from {@link #callWithin}.
   *
   * @return the deadline; null if the thread has none
   */
  static @Nullable Deadline current() {
    return ThreadDeadline.current();
  }

  /**
   * Applies this deadline, which another thread has opened, to the calling thread, too. The
   * deadlines of the calling thread stay in force. The returned deadline passes when this deadline
   * passes, and moves when this deadline is reset. Closing this deadline does not end the returned
   * deadline, which the calling thread must close.
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
   * of the calling thread. Any thread may run the returned task.
   *
   * @param task run each time that the returned task is run
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
   * Returns a task that calls {@code task} under the current deadline of the calling thread. Any
   * thread may call the returned task.
   *
   * @param <T> the type of the result
   * @param task called each time that the returned task is called
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
   * Moves this deadline to an earlier or a later time, even if the deadline has already passed. The
   * new time also applies to calls that are already blocked. Any thread may call this method.
   *
   * @param fromNow the time from now until the deadline passes; if zero or negative, the deadline
   *     passes immediately
   */
  void resetAfter(Duration fromNow);

  /**
   * Makes this deadline pass now: blocked calls to which this deadline applies throw {@link
   * DeadlineExceededException}. Any thread may call this method.
   */
  void expireNow();

  /**
   * {@return whether this deadline or an outer deadline, inside which this one was opened, has
   * passed}
   */
  boolean expired();

  /**
   * {@return the time until the first of this deadline and the outer deadlines passes; zero if one
   * of them has already passed}
   */
  Duration remaining();

  /**
   * Returns the time until the first of this deadline and the outer deadlines passes.
   *
   * @return nanoseconds; if one of them has already passed, zero or a negative number: minus the
   *     time since then; {@link Long#MAX_VALUE} if none of them ever passes
   */
  long remainingNanos();

  /**
   * Ends this deadline: it no longer limits the calls of the thread that opened it. Further calls
   * have no effect.
   *
   * @throws IllegalStateException if the calling thread is not the thread that opened this
   *     deadline, or if the thread has opened another deadline after this one and has not closed
   *     that deadline yet
   */
  @Override
  void close();
}
