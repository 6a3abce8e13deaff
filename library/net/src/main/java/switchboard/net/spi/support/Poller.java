package switchboard.net.spi.support;

import java.time.Duration;
import java.util.List;

/**
 * Polls one watcher for threads that do not run on an event loop: virtual threads of the JDK's
 * scheduler, and platform threads. Each engine has a subclass, which provides the threads that
 * poll.
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
   * Creates a poller without starting it.
   *
   * @param watcher the watcher to poll; closed when the poller ends
   */
  protected Poller(W watcher) {
    this.watcher = watcher;
  }

  /** {@return the watcher that this poller polls} */
  public final W watcher() {
    return watcher;
  }

  /**
   * Returns the threads that poll. The threads end when {@link #isClosing} returns true. One of the
   * threads then closes the watcher.
   *
   * @return the same threads each time, in the order in which to start them
   */
  protected abstract List<Thread> threads();

  /**
   * Starts the polling threads. Does nothing if they were already started, or if the poller is
   * closed.
   */
  final synchronized void start() {
    if (!started && !closing) {
      started = true;
      threads().forEach(Thread::start);
    }
  }

  /** {@return whether the polling threads must end} */
  protected final boolean isClosing() {
    return closing;
  }

  /** Makes {@link #isClosing} true, so that the polling threads end. */
  protected final void setClosing() {
    closing = true;
  }

  /** Yields, so that the virtual threads that were woken can run before the next poll. */
  @SuppressWarnings(
      "ThreadPriorityCheck") // if they do not run, the next poll is wasted but still correct
  protected static void letOthersRun() {
    Thread.yield();
  }

  /**
   * Stops the polling threads, which then close the watcher and all its sockets. Blocks for at most
   * 5 seconds for each thread.
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
