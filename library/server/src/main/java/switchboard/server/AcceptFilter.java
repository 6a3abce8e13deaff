package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/**
 * Decides whether a server serves a connection, based on the address of the peer. Filters implement
 * deny lists and rate limits, for example. A server calls its filter for each accepted connection,
 * before the connection occupies a connection slot or counts towards {@link Limits#perAddress}.
 *
 * <pre>{@code
 * AcceptFilter loopbackOnly =
 *     remote -> remote instanceof Address.Inet inet && inet.ip().isLoopbackAddress();
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface AcceptFilter {
  /** The timeout of {@link #accepts}: one second. */
  Duration TIME_MAX = Duration.ofSeconds(1);

  /**
   * Returns whether to serve a connection. If the result is false, the server resets the
   * connection, counts it as {@link CloseReason#REJECTED}, and reports it to {@link
   * CallObserver#rejected}. If the filter throws an exception or takes longer than {@link
   * #TIME_MAX}, the connection is rejected as well, and the server logs a warning. In the case of a
   * timeout the server also interrupts the thread that runs the filter.
   *
   * <p>Each call of this method runs on a new virtual thread, and the thread that accepts
   * connections waits for the result. A slow filter therefore delays all further connections of its
   * listener. The filter must be thread-safe if the server has several listeners. A filter that
   * ignores interruption must also be thread-safe: after a timeout the server calls this method for
   * the next connection, even if the interrupted call still runs.
   *
   * @param remote the address of the peer, as the kernel reports it
   * @return true to serve the connection, false to reset it
   * @throws Exception to reject the connection, with a warning in the log
   */
  boolean accepts(Address remote) throws Exception;
}
