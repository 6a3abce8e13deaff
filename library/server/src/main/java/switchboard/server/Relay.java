package switchboard.server;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.server.internal.relay.ActiveRelay;

/**
 * Forwards bytes between two connections, in both directions at once, for proxies and for programs
 * that communicate over pipes.
 *
 * <pre>{@code
 * try (var backend = network.connect("localhost:8080")) {
 *   Relay.between(caller, backend).run();
 * }
 * }</pre>
 *
 * <p>When a relay receives EOF from one connection, it shuts down the output of the other. The
 * opposite direction continues, so half-closed connections work. If a read fails or a timeout
 * passes, both connections are reset, so that an incomplete stream never looks complete. If a write
 * fails, that direction is closed (see {@link #failOnWriteError}).
 *
 * <p>A relay owns neither connection: the code that opened a connection closes it. It holds a
 * buffer only while there are bytes to forward. One thread configures and runs a relay; {@link
 * #closeWhenIdle}, {@link #closeTowards}, {@link #bytesWrittenTo} and {@link #writeFailure} may be
 * called by any thread, also while it runs.
 *
 * @since 0.1.0
 */
public interface Relay {
  /**
   * Returns a relay between two connections. Until {@link #run} has returned, no other code may
   * read or write them.
   *
   * @param one the first connection
   * @param other the second connection
   * @return a relay that has not started
   * @throws IllegalArgumentException if both are the same connection
   */
  static Relay between(Connection one, Connection other) {
    return new ActiveRelay(one, other);
  }

  /**
   * Sets the idle timeout: {@link #run} fails with a {@link
   * switchboard.net.DeadlineExceededException} when no byte has moved in either direction for this
   * time. Default: no timeout.
   *
   * @param time a positive time
   * @return this relay
   */
  Relay idleTimeout(Duration time);

  /**
   * Makes {@link #run} fail when a write to {@code target} fails. By default only that direction is
   * closed. A peer that keeps sending sees EPIPE on pipes and Unix sockets; TCP gives no such
   * signal.
   *
   * @param target one of the two connections
   * @return this relay
   * @throws IllegalArgumentException if {@code target} is another connection
   */
  Relay failOnWriteError(Connection target);

  /**
   * Sets an action that runs after EOF from {@code source} has been forwarded. It does not run when
   * the direction fails.
   *
   * @param source one of the two connections
   * @param action must not block
   * @return this relay
   * @throws IllegalArgumentException if {@code source} is another connection
   */
  Relay onDirectionClosed(Connection source, Runnable action);

  /**
   * Treats {@code source} as if it had reached EOF, once no byte has arrived from it for {@code
   * silence}. Time in which the relay is blocked in a write to the other connection does not count.
   *
   * @param source one of the two connections
   * @param silence the time, from now or from the last byte; zero for as soon as all bytes that
   *     have arrived are forwarded
   * @throws IllegalArgumentException if {@code source} is another connection
   */
  void closeWhenIdle(Connection source, Duration silence);

  /**
   * Stops forwarding to {@code target} immediately, as if writes to it failed. Bytes that have been
   * read but not written are discarded.
   *
   * @param target one of the two connections
   * @throws IllegalArgumentException if {@code target} is another connection
   */
  void closeTowards(Connection target);

  /**
   * Returns the number of bytes that have been written to {@code target} so far.
   *
   * @param target one of the two connections
   * @return the number of bytes
   * @throws IllegalArgumentException if {@code target} is another connection
   */
  long bytesWrittenTo(Connection target);

  /**
   * Returns the error of the write after which the relay stopped forwarding to {@code target}.
   *
   * @param target one of the two connections
   * @return the error, or null if no write has failed
   * @throws IllegalArgumentException if {@code target} is another connection
   */
  @Nullable IOException writeFailure(Connection target);

  /**
   * Forwards bytes until both directions are closed. The deadlines and the interruption of the
   * calling thread apply to both directions. On success both connections are still open. On failure
   * both have been reset.
   *
   * @throws switchboard.net.ConnectionLostException if a read finds that its connection was reset
   *     or timed out
   * @throws switchboard.net.DeadlineExceededException if a deadline or the idle timeout passes
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted
   * @throws IllegalStateException if this relay has run before
   * @throws IOException if another I/O error occurs
   */
  void run() throws IOException;
}
