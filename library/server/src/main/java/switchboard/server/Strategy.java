package switchboard.server;

import switchboard.net.Network;

/**
 * The way in which a server runs a {@link ConnectionHandler} for its calls, in this JVM. The same
 * handler runs under each of them. A process for each call is not a strategy but a handler: {@link
 * ProcessHandler}.
 */
public enum Strategy {
  /** One call after the other; other connections wait in the kernel's backlog. */
  SEQUENTIAL("sequential"),
  /** A platform thread for each call. */
  PLATFORM_THREADS("threads"),
  /** A virtual thread for each call: the default. */
  VIRTUAL_THREADS("virtual"),
  /**
   * A virtual thread for each call that always runs on one of the engine's event loops: the least
   * processor time for each message, for handlers that block only on sockets, locks and each other.
   * See {@link Network#eventLoopThread}; on an engine without event loops it is {@link
   * #VIRTUAL_THREADS}.
   */
  EVENT_LOOPS("loop");

  private final String displayName;

  Strategy(String displayName) {
    this.displayName = displayName;
  }

  /** Returns the name that people type for it. */
  public String displayName() {
    return displayName;
  }
}
