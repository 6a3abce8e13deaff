package switchboard.server;

import switchboard.net.Network;

/**
 * Determines the thread that runs a {@link ConnectionHandler}. A handler can run under every
 * strategy without changes. To run a program for each call, use a {@link ProcessHandler}, which
 * also works with every strategy.
 *
 * <pre>{@code
 * Server.builder(connection -> connection.source().transferTo(connection.sink()))
 *     .listen("localhost:7007")
 *     .strategy(Strategy.EVENT_LOOPS)
 *     .run();
 * }</pre>
 *
 * @since 0.1.0
 */
public enum Strategy {
  /**
   * One call at a time, on the thread that accepts; further connections wait in the kernel's
   * backlog.
   */
  SEQUENTIAL("sequential"),
  /** A platform thread for each call. */
  PLATFORM_THREADS("threads"),
  /** A virtual thread for each call. This is the default. */
  VIRTUAL_THREADS("virtual"),
  /**
   * A virtual thread for each call, which always runs on one of the engine's event loops (see
   * {@link Network#eventLoopThread}). Of all strategies, this strategy needs the least CPU time for
   * each message. It suits handlers that block only when they wait for sockets, for locks or for
   * other handlers. While a handler computes, or is blocked in another way, all other calls on its
   * event loop wait. On an engine without event loops this strategy is the same as {@link
   * #VIRTUAL_THREADS}.
   */
  EVENT_LOOPS("loop");

  private final String displayName;

  Strategy(String displayName) {
    this.displayName = displayName;
  }

  /** {@return the name that command lines use, such as {@code virtual}} */
  public String displayName() {
    return displayName;
  }
}
