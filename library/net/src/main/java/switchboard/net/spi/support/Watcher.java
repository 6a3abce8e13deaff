package switchboard.net.spi.support;

/**
 * A kernel object that reports when sockets become ready: one epoll instance, one selector. Any
 * thread arms an interest of a socket ({@link ReadinessSocket#arm}); one thread at a time looks, an
 * {@link EventLoop} or a {@link Poller}, and fires the {@link InterestSlot}s of the sockets it
 * finds ready. A socket stays with one watcher for its life.
 */
public interface Watcher extends EventLoop.Source {

  /**
   * Whether it reports each change once (epoll(7), "edge-triggered"). Then a report that nobody
   * waited for must be remembered, and may be outdated by the time somebody does. Otherwise it
   * reports the state with every look, for as long as the interest is armed.
   */
  boolean isEdgeTriggered();

  /**
   * Returns the number of looks so far, including the one in progress. A look in progress may have
   * found a state that has changed since, so a registration is only run by a later one.
   */
  default long looks() {
    return 0;
  }

  /** Blocks until a complete look has ended; returns at once where registrations are not late. */
  default void settle() {}
}
