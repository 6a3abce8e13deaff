package switchboard.net.spi.support;

/**
 * A kernel object that reports when sockets become ready, such as an epoll instance or a selector.
 * Any thread may ask for reports about a socket ({@link ReadinessSocket#arm}). Only one thread at a
 * time polls: the thread of an {@link EventLoop} or of a {@link Poller}. This thread wakes the
 * threads that wait for the sockets that are ready, and runs the registrations ({@link
 * InterestSlot}). A socket uses the same watcher until the socket is closed.
 *
 * @since 0.1.0
 */
public interface Watcher extends EventLoop.Source {

  /**
   * Returns whether this watcher is edge-triggered (epoll(7)), that is, whether it reports each
   * change only once. A report that comes while no thread waits must then be remembered, and it may
   * be outdated when a thread waits later. A level-triggered watcher reports the current state in
   * each poll, as long as the interest is armed.
   *
   * @return true for edge-triggered, false for level-triggered
   */
  boolean isEdgeTriggered();

  /**
   * Returns the number of polls so far, including the current one. The current poll may have found
   * a state that has changed since then, so only a later poll runs a registration that is added
   * now.
   *
   * @return a number that never decreases; 0 if the current poll may run registrations that are
   *     added now
   */
  default long looks() {
    return 0;
  }

  /**
   * Blocks until one complete poll has begun and ended after this call. If this watcher runs
   * registrations when they are added, this method returns immediately, as the default
   * implementation does.
   */
  default void settle() {}
}
