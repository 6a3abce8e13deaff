package switchboard.net.spi.support;

/**
 * A kernel object that reports when sockets become ready, such as an epoll instance or a selector.
 * Any thread may arm an interest of a socket ({@link ReadinessSocket#arm}). One thread at a time
 * polls: that of an {@link EventLoop} or of a {@link Poller}. It fires the {@link InterestSlot}s of
 * the sockets that are ready. A socket keeps the same watcher until it is closed.
 *
 * @since 0.1.0
 */
public interface Watcher extends EventLoop.Source {

  /**
   * Returns whether this watcher reports each change once (edge-triggered, epoll(7)). A report for
   * which no thread waits must then be remembered, and may be outdated when a thread waits later.
   * Otherwise each poll reports the current state, as long as the interest is armed.
   *
   * @return true for edge-triggered, false for level-triggered
   */
  boolean isEdgeTriggered();

  /**
   * Returns the number of polls so far, including the current one. The current poll may have found
   * a state that has changed since, so a registration is run only by a later poll.
   *
   * @return a number that never decreases; 0 if registrations may be run by the current poll
   */
  default long looks() {
    return 0;
  }

  /**
   * Blocks until one complete poll has begun and ended after this call. Returns immediately if this
   * watcher runs registrations when they are added, as the default implementation assumes.
   */
  default void settle() {}
}
