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

/** Something that a test does on another thread. Started by {@link TestScope}. */
public final class TestTask<T> {
  /** For work, which takes its time on a busy machine; waits have limits of their own. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Thread thread;
  private final CountDownLatch done = new CountDownLatch(1);
  private final List<T> value = new ArrayList<>(1); // published by done, like failure
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

  /** The thread, to interrupt it. */
  public Thread thread() {
    return thread;
  }

  /** Whether it has ended. */
  public boolean isDone() {
    return done.getCount() == 0;
  }

  /**
   * Waits until the thread is blocked, or has ended. What it is blocked in is what the test gave it
   * to do, as far as a look from outside can tell.
   */
  public TestTask<T> awaitBlocked() {
    TestScope.await("a thread blocks", () -> isDone() || isBlocked());
    return this;
  }

  private boolean isBlocked() {
    State state = thread.getState();
    return state == State.WAITING || state == State.TIMED_WAITING;
  }

  /** Waits for the end, and fails if the body did. */
  public T result() throws Exception {
    awaitEnd();
    if (failure != null) {
      throw new ExecutionException(failure);
    }
    return value.getFirst();
  }

  /** Waits for the end: what the body gave, or {@code other} if it threw a {@code type}. */
  public T resultOr(Class<? extends Throwable> type, T other) throws Exception {
    awaitEnd();
    return type.isInstance(failure) ? other : result();
  }

  /** Waits for the end, and fails unless the body threw a {@code type}. */
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
      var stuck = new AssertionError("a thread did not end in " + TIMEOUT);
      stuck.setStackTrace(thread.getStackTrace());
      throw stuck;
    }
  }

  /** Makes sure that the thread has ended, by interruption if need be. */
  void end() throws InterruptedException {
    if (!done.await(1, TimeUnit.SECONDS)) {
      thread.interrupt();
      awaitEnd();
    }
    if (!thread.join(TestScope.LIMIT)) {
      throw new AssertionError(thread + " did not end in " + TestScope.LIMIT);
    }
  }
}
