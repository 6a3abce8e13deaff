package switchboard.server;

import switchboard.net.Network;

/**
 * Decides which thread of the JVM runs a {@link ConnectionHandler}. A handler needs no change to
 * run under another strategy. To run a program for each call, use a {@link ProcessHandler}, which
 * works with each strategy.
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
  /** One call at a time, on a thread that accepts; others wait in the kernel's backlog. */
  SEQUENTIAL("sequential"),
  /** A platform thread for each call. */
  PLATFORM_THREADS("threads"),
  /** A virtual thread for each call. This is the default. */
  VIRTUAL_THREADS("virtual"),
  /**
   * A virtual thread for each call, which always runs on one of the engine's event loops (see
   * {@link Network#eventLoopThread}). It needs the least CPU time for each message, and suits
   * handlers that block only on sockets, on locks and on other handlers. A handler that computes
   * for a long time, or that blocks in other ways, delays all calls of its loop. On an engine
   * without event loops it is the same as {@link #VIRTUAL_THREADS}.
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
