package switchboard.net.spi.support;

import java.time.Duration;
import java.util.List;

/**
 * Polls one watcher for threads that do not run on an event loop: virtual threads of the JDK's
 * scheduler, and platform threads. A subclass of the engine provides the threads that poll.
 *
 * @param <W> the engine's implementation of {@link Watcher}
 * @since 0.1.0
 */
public abstract class Poller<W extends Watcher> {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final W watcher;
  private volatile boolean closing;
  private boolean started; // guarded by this

  /**
   * Creates a poller, which is not started yet.
   *
   * @param watcher the watcher to poll; closed when the poller ends
   */
  protected Poller(W watcher) {
    this.watcher = watcher;
  }

  /** {@return the watcher that this polls} */
  public final W watcher() {
    return watcher;
  }

  /**
   * Returns the threads that poll. They end when {@link #isClosing} becomes true, and one of them
   * then closes the watcher.
   *
   * @return the same threads each time, in the order in which to start them
   */
  protected abstract List<Thread> threads();

  /** Starts the threads. Does nothing if they were started or the poller is closed. */
  final synchronized void start() {
    if (!started && !closing) {
      started = true;
      threads().forEach(Thread::start);
    }
  }

  /** {@return whether the threads are to end} */
  protected final boolean isClosing() {
    return closing;
  }

  /** Makes {@link #isClosing} true, so that the threads end. */
  protected final void setClosing() {
    closing = true;
  }

  /** Lets the virtual threads that were woken run before the next poll. */
  @SuppressWarnings(
      "ThreadPriorityCheck") // if they do not run, the next poll is wasted but still correct
  protected static void letOthersRun() {
    Thread.yield();
  }

  /**
   * Stops the threads, which close the watcher and all its sockets. Blocks at most 5 seconds for
   * each thread.
   */
  final void close() {
    boolean running;
    synchronized (this) {
      closing = true;
      running = started;
    }
    if (running) {
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
          thread.join(CLOSE_TIMEOUT);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the threads end nevertheless
    }
  }
}
