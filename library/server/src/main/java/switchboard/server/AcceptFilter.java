package switchboard.server;

import java.time.Duration;
import switchboard.net.Address;

/**
 * Decides by the address of the peer whether a server serves an accepted connection, for deny lists
 * and rate limits. A server calls its filter for each connection before the connection takes a slot
 * and before it counts towards {@link Limits#perAddress}.
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
   * Returns whether to serve a connection. If not, the server resets it, counts it as {@link
   * CloseReason#REJECTED}, and reports it to {@link CallObserver#rejected}. A filter that throws an
   * exception or takes longer than {@link #TIME_MAX} rejects the connection too, and the server
   * logs a warning. After the timeout, the thread of the filter is interrupted.
   *
   * <p>Each call runs on a virtual thread of its own, and the thread that accepts connections waits
   * for it. A slow filter therefore delays all further connections of its listener. The filter must
   * be thread-safe if the server has several listeners. It must also be thread-safe if it ignores
   * interruption, since the next call begins after the timeout.
   *
   * @param remote the address of the peer, as the kernel reports it
   * @return true to serve the connection, false to reset it
   * @throws Exception to reject the connection, with a warning in the log
   */
  boolean accepts(Address remote) throws Exception;
}
