package switchboard.net.internal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The queue of log lines, and the thread that passes the lines to the loggers. If a logger blocks
 * or throws an exception, only this thread is affected. Adding a line acquires no lock, so event
 * loops may add lines. Safe for use by multiple threads.
 */
final class LogQueue {
  static final LogQueue PROCESS = new LogQueue();

  static final int LINES_MAX = 1024;
  private static final long COUNTS_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final System.Logger OWN = System.getLogger("switchboard.net");

  private final ConcurrentLinkedQueue<Runnable> lines = new ConcurrentLinkedQueue<>();

  /**
   * The number of lines that no logger has accepted yet, including the line that is being logged.
   */
  private final AtomicInteger pending = new AtomicInteger();

  private final AtomicLong dropped = new AtomicLong();
  private final Set<Log> withLeftOut = ConcurrentHashMap.newKeySet();
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

  private LogQueue() {}

  /** Adds a line, or drops it if the queue is full. */
  void add(Runnable line) {
    if (pending.incrementAndGet() > LINES_MAX) {
      pending.decrementAndGet();
      countDropped();
    } else {
      hand(line);
    }
    wake();
  }

  private void hand(Runnable line) {
    boolean added = false;
    try {
      lines.add(line);
      added = true;
    } finally {
      if (!added) {
        pending.decrementAndGet();
      }
    }
  }

  void countDropped() {
    dropped.incrementAndGet();
  }

  /**
   * Makes the thread of the queue log, for each template of {@code log}, the number of omitted
   * lines as soon as no line was omitted for a second.
   */
  void tellLater(Log log) {
    if (withLeftOut.add(log)) {
      wake();
    }
  }

  private void wake() {
    Thread current = thread.get();
    if (current == null) {
      start();
    } else {
      LockSupport.unpark(current);
    }
  }

  private void start() {
    Thread made =
        Thread.ofPlatform()
            .daemon()
            .name("switchboard-log")
            .inheritInheritableThreadLocals(false)
            .unstarted(this::work);
    if (!thread.compareAndSet(null, made)) {
      return;
    }
    boolean started = false;
    try {
      made.start();
      started = true;
    } finally {
      if (!started) {
        thread.set(null); // the next line tries again
      }
    }
    flushAtExit();
  }

  private void flushAtExit() {
    try {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(null, () -> flush(Log.FLUSH_MAX), "switchboard-log-flush", 0, false));
    } catch (IllegalStateException exiting) {
      // The JVM is already shutting down, so no hook can be added.
    }
  }

  /** Passes lines to the loggers forever, even if a logger throws an exception. */
  private void work() {
    while (true) {
      try {
        if (!logOne()) {
          tellCounts();
        }
      } catch (Throwable failed) { // a logger in Kotlin or Scala may throw checked exceptions
        countDropped();
      }
      rest();
    }
  }

  private boolean logOne() {
    Runnable line = lines.poll();
    if (line == null) {
      return false;
    }
    try {
      line.run();
    } finally {
      pending.decrementAndGet();
    }
    return true;
  }

  private void tellCounts() {
    for (Log each : List.copyOf(withLeftOut)) { // a copy, because other threads change the set
      withLeftOut.remove(each); // first: a line that is omitted meanwhile adds the log again
      if (each.tellLeftOut(false)) {
        withLeftOut.add(each);
      }
    }
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      boolean told = false;
      try {
        OWN.log(
            System.Logger.Level.WARNING,
            "log lines dropped because the logger was too slow or failed: " + lost);
        told = true;
      } finally {
        if (!told) {
          dropped.addAndGet(lost - 1); // 1 less: the caller counts the line that has just failed
        }
      }
    }
  }

  private void rest() {
    if (!lines.isEmpty()) {
      return;
    }
    boolean _ =
        Thread.interrupted(); // if a logger has set the status, park would return immediately
    if (withLeftOut.isEmpty() && dropped.get() == 0) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, COUNTS_INTERVAL_NANOS);
    }
  }

  /**
   * Blocks until the loggers have accepted all lines that were added before this call. Returns
   * false if {@code limit} passes first.
   */
  boolean flush(Duration limit) {
    if (Thread.currentThread() == thread.get() || pending.get() == 0) {
      return pending.get() == 0;
    }
    var taken = new CountDownLatch(1);
    pending.incrementAndGet();
    hand(taken::countDown);
    wake();
    try {
      return taken.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
