package switchboard.contracts;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A task of a test that runs on its own thread. Started by {@link TestScope#call} and {@link
 * TestScope#start}.
 *
 * @param <T> the type of the result
 * @since 0.1.0
 */
public final class TestTask<T> {
  /**
   * The maximum running time of a task. It is longer than {@link TestScope#LIMIT}, because a task
   * takes longer on a machine that also runs other programs.
   */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Thread thread;
  private final CountDownLatch done = new CountDownLatch(1);
  // written before done is set, and read only after that, like failure
  private final List<T> value = new ArrayList<>(1);
  private @Nullable Throwable failure;

  TestTask(Thread.Builder kind, Callable<T> body) {
    this.thread = kind.name("task").unstarted(() -> run(body));
  }

  private void run(Callable<T> body) {
    try {
      value.add(body.call());
    } catch (Throwable e) {
      failure = e;
    } finally {
      done.countDown();
    }
  }

  void start() {
    thread.start();
  }

  /** {@return the thread that runs the task, for example to interrupt it} */
  public Thread thread() {
    return thread;
  }

  /** {@return whether the task has ended} */
  public boolean isDone() {
    return done.getCount() == 0;
  }

  /**
   * Blocks until the thread of the task is blocked or the task has ended. The thread's state does
   * not show in which operation the thread is blocked; this method assumes that it is the operation
   * under test.
   *
   * @return this task
   * @throws AssertionError if the thread does not block within {@link TestScope#LIMIT}
   */
  public TestTask<T> awaitBlocked() {
    TestScope.await("a thread blocks", () -> isDone() || isBlocked());
    return this;
  }

  private boolean isBlocked() {
    State state = thread.getState();
    return state == State.WAITING || state == State.TIMED_WAITING;
  }

  /**
   * Blocks until the task ends, and returns its result.
   *
   * @return the result of the body
   * @throws ExecutionException if the body threw an exception, which is the cause
   * @throws Exception if the calling thread is interrupted
   * @throws AssertionError if the task does not end within 30 seconds
   */
  public T result() throws Exception {
    awaitEnd();
    if (failure != null) {
      throw new ExecutionException(failure);
    }
    return value.getFirst();
  }

  /**
   * Blocks until the task ends, and returns its result. If the body threw an exception of class
   * {@code type}, returns {@code other} instead.
   *
   * @param type the type of exception to accept
   * @param other the value to return if the body threw such an exception
   * @return the result of the body, or {@code other}
   * @throws Exception in the same cases as {@link #result}, except for exceptions of class {@code
   *     type}
   */
  public T resultOr(Class<? extends Throwable> type, T other) throws Exception {
    awaitEnd();
    return type.isInstance(failure) ? other : result();
  }

  /**
   * Blocks until the task ends, and returns the exception that the body threw.
   *
   * @param <E> the expected type
   * @param type the expected type of exception
   * @return the exception
   * @throws AssertionError if the body threw no exception or an exception of a different type, or
   *     if the task does not end within 30 seconds
   * @throws InterruptedException if the calling thread is interrupted
   */
  public <E extends Throwable> E failure(Class<E> type) throws InterruptedException {
    awaitEnd();
    Throwable thrown = failure;
    if (!type.isInstance(thrown)) {
      throw new AssertionError(
          "expected " + type.getSimpleName() + ", got " + (thrown == null ? value : thrown),
          thrown);
    }
    return type.cast(thrown);
  }

  private void awaitEnd() throws InterruptedException {
    if (!done.await(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
      var stuck = new AssertionError("the task did not end within " + TIMEOUT);
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    }
  }

  /**
   * Blocks until the thread has ended. Interrupts the thread if it has not ended within a second.
   */
  void end() throws InterruptedException {
    if (!done.await(1, TimeUnit.SECONDS)) {
      thread.interrupt();
      awaitEnd();
    }
    if (!thread.join(TestScope.LIMIT)) {
      throw new AssertionError(thread + " did not end within " + TestScope.LIMIT);
    }
  }
}
