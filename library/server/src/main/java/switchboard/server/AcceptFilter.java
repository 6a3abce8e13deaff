package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/**
 * Decides by its address whether a connection is served at all: for deny lists and rate limits.
 * Asked for each accepted connection before the connection takes a slot or counts for its address.
 *
 * <pre>{@code
 * AcceptFilter loopbackOnly =
 *     remote -> remote instanceof Address.Inet inet && inet.ip().isLoopbackAddress();
 * }</pre>
 */
@FunctionalInterface
public interface AcceptFilter {
  /** The time that a filter has to decide: one second. */
  Duration TIME_MAX = Duration.ofSeconds(1);

  /**
   * Returns whether to serve a connection. If not, it is reset, counted as {@link
   * CloseReason#REJECTED}, and reported to {@link CallObserver#rejected}. The same happens, and a
   * warning is logged, when the filter throws an exception or takes longer than {@link #TIME_MAX};
   * then its thread is interrupted.
   *
   * <p>Runs on a virtual thread of its own, for which the thread that accepts waits: so it is
   * called for one connection of each listener at a time, and the time that it takes delays all
   * further connections of that listener. It is called by several threads at once if the server has
   * several listeners, or if a call before was interrupted and goes on.
   *
   * @param remote the address of the peer, as the kernel knows it
   */
  boolean accepts(Address remote) throws Exception;
}
