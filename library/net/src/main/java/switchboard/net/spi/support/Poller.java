package switchboard.net.spi.support;

import java.time.Duration;
import java.util.List;

/**
 * Looks at one watcher for threads that run on no event loop: virtual threads of the JDK's own
 * scheduler, and platform threads. How it takes turns between the scheduler and the kernel is the
 * engine's own.
 *
 * @param <W> the engine's kind of watcher
 */
public abstract class Poller<W extends Watcher> {
  private static final Duration CLOSED_WITHIN = Duration.ofSeconds(5);

  private final W watcher;
  private volatile boolean closing;
  private boolean started; // guarded by this

  /** Creates one that looks at {@code watcher} once it is started, and closes it in the end. */
  protected Poller(W watcher) {
    this.watcher = watcher;
  }

  /** Returns what it looks at. */
  public final W watcher() {
    return watcher;
  }

  /** Returns its threads, in the order in which they are started; each ends when it is closing. */
  protected abstract List<Thread> threads();

  /** Starts to work, unless it does already or is closed. */
  final synchronized void start() {
    if (!started && !closing) {
      started = true;
      threads().forEach(Thread::start);
    }
  }

  /** Whether its threads are to end. */
  protected final boolean isClosing() {
    return closing;
  }

  /** Has its threads end. */
  protected final void setClosing() {
    closing = true;
  }

  /** Lets the threads that were woken read what has come, before the next look. */
  @SuppressWarnings("ThreadPriorityCheck") // a wrong guess costs a system call, never correctness
  protected static void letOthersRun() {
    Thread.yield();
  }

  /** Ends its threads, which close the watcher and all sockets that it knows. */
  final void close() {
    boolean works;
    synchronized (this) {
      closing = true;
      works = started;
    }
    if (works) {
      watcher.wake();
      awaitEnd();
    } else {
      watcher.close();
    }
  }

  private void awaitEnd() {
    try {
      if (!threads().contains(Thread.currentThread())) {
        for (Thread thread : threads()) {
          thread.join(CLOSED_WITHIN);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // they end all the same
    }
  }
}
