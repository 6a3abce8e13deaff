package switchboard.net.spi.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that event loops continue after an OutOfMemoryError and report the running task. */
class EventLoopTest {
  private static final long LIMIT_SECONDS = 10;

  /** A source without sockets. Its next {@link #failures} polls throw OutOfMemoryError. */
  private static final class Failing implements EventLoop.Source {
    final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable Thread waiting;

    @Override
    public void look(boolean wait) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new OutOfMemoryError("simulated in a poll");
      }
      if (wait) {
        waiting = Thread.currentThread();
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(1));
      }
    }

    @Override
    public void wake() {
      LockSupport.unpark(waiting);
    }

    @Override
    public void close() {}
  }

  private static void run(EventLoop loop, Runnable task) throws InterruptedException {
    var done = new CountDownLatch(1);
    loop.execute(() -> {
      task.run();
      done.countDown();
    });
    assertTrue(done.await(LIMIT_SECONDS, TimeUnit.SECONDS), "the loop has not run its tasks");
  }

  @Test
  void aLoopThatHadNoMemoryRunsOn() throws Exception {
    var source = new Failing();
    try (var loop = new EventLoop("test-loop", source).start()) {
      for (int failures = 1; failures <= 5; failures++) {
        source.failures.set(failures);
        run(loop, () -> {});
      }
      loop.execute(() -> {
        throw new OutOfMemoryError("simulated in a task");
      });
      run(loop, () -> {});
    }
  }

  @Test
  void aLoopTellsWhatItRunsWhileItDoes() throws Exception {
    try (var loop = new EventLoop("test-loop", new Failing()).start()) {
      assertNull(EventLoop.currentTask(), "this thread does not run on a loop");
      var seen = new AtomicReference<@Nullable Runnable>();
      var task =
          new Runnable() {
            @Override
            public void run() {
              seen.set(loop.running());
            }
          };
      loop.execute(task);
      run(loop, () -> {});
      assertEquals(task, seen.get());
    }
  }
}
