package switchboard.net.spi.support;

/**
 * A kernel object that reports when sockets become ready, such as an epoll instance or a selector.
 * Any thread may ask for reports about a socket ({@link ReadinessSocket#arm}). Only one thread at a
 * time polls: the thread of an {@link EventLoop} or of a {@link Poller}. The polling thread wakes
 * the threads that wait for the ready sockets, and calls the callbacks that are registered for
 * these sockets ({@link InterestSlot}). A socket uses the same watcher until the socket is closed.
 *
 * @since 0.1.0
 */
public interface Watcher extends EventLoop.Source {

  /**
   * Returns whether this watcher is edge-triggered (epoll(7)), that is, whether it reports each
   * change only once. If a report comes while no thread waits, it must be recorded for a thread
   * that waits later; by then, it may be outdated. A level-triggered watcher reports the current
   * state in each poll, as long as the interest is armed.
   *
   * @return true for edge-triggered, false for level-triggered
   */
  boolean isEdgeTriggered();

  /**
   * Returns the number of polls so far, including the current one. The current poll may have found
   * a state that has changed since then, so a callback that is registered now is called only by a
   * later poll.
   *
   * @return a number that never decreases; 0 if the current poll may call callbacks that are
   *     registered now
   */
  default long looks() {
    return 0;
  }

  /**
   * Blocks until one complete poll has begun and ended after this call. A watcher that checks the
   * socket whenever a callback is registered does not need this wait. The default implementation is
   * for such watchers, and returns immediately.
   */
  default void settle() {}
}
