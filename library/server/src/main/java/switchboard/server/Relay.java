package switchboard.server;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.server.internal.relay.ActiveRelay;

/**
 * Forwards bytes between two connections, simultaneously in both directions. Relays are used for
 * proxies and for programs that communicate over pipes.
 *
 * <pre>{@code
 * try (var backend = network.connect("localhost:8080")) {
 *   Relay.between(caller, backend).run();
 * }
 * }</pre>
 *
 * <p>When a relay receives EOF from one connection, it shuts down the output of the other
 * connection. The opposite direction continues, so half-closed connections work. If a read fails or
 * a timeout passes, both connections are reset, so that an incomplete stream never looks complete.
 * If a write fails, the relay stops forwarding in that direction (see {@link #failOnWriteError}).
 *
 * <p>A relay does not close the connections; the code that has opened a connection must close it. A
 * relay uses a buffer only while there are bytes to forward. Only one thread may configure and run
 * a relay. Any thread may call {@link #closeWhenIdle}, {@link #closeTowards}, {@link
 * #bytesWrittenTo} and {@link #writeFailure}, even while the relay runs.
 *
 * @since 0.1.0
 */
public interface Relay {
  /**
   * Returns a relay between two connections. Until {@link #run} has returned, no other code may
   * read from the connections or write to them.
   *
   * @param one one of the two connections
   * @param other the other connection
   * @return a relay that has not started
   * @throws IllegalArgumentException if both are the same connection
   */
  static Relay between(Connection one, Connection other) {
    return new ActiveRelay(one, other);
  }

  /**
   * Sets the idle timeout. If no byte is transferred in either direction for this time, {@link
   * #run} throws {@link switchboard.net.DeadlineExceededException}. Default: no timeout.
   *
   * @param time a positive time
   * @return this relay
   */
  Relay idleTimeout(Duration time);

  /**
   * Makes {@link #run} fail if a write to {@code target} fails. By default the relay only stops
   * forwarding to {@code target}. A peer that keeps sending to {@code target} then receives EPIPE
   * if its connection is a pipe or Unix socket; a TCP peer is not notified.
   *
   * @param target one of the two connections
   * @return this relay
   * @throws IllegalArgumentException if {@code target} is not a connection of this relay
   */
  Relay failOnWriteError(Connection target);

  /**
   * Sets an action that runs after EOF from {@code source} has been forwarded. The action does not
   * run if a read from {@code source} or a write to the other connection fails.
   *
   * @param source one of the two connections
   * @param action the action, which must not block
   * @return this relay
   * @throws IllegalArgumentException if {@code source} is not a connection of this relay
   */
  Relay onDirectionClosed(Connection source, Runnable action);

  /**
   * Makes the relay act as if it had received EOF from {@code source} when no byte has arrived from
   * {@code source} for the time {@code silence}. Time in which the relay is blocked in a write to
   * the other connection does not count.
   *
   * @param source one of the two connections
   * @param silence the time without a byte, which is measured from this call or from the last byte
   *     that has arrived since then; zero means that the relay waits only until all bytes that have
   *     arrived are forwarded
   * @throws IllegalArgumentException if {@code source} is not a connection of this relay
   */
  void closeWhenIdle(Connection source, Duration silence);

  /**
   * Stops forwarding to {@code target} immediately, as if a write to {@code target} had failed.
   * Bytes that have been read but not written are discarded.
   *
   * @param target one of the two connections
   * @throws IllegalArgumentException if {@code target} is not a connection of this relay
   */
  void closeTowards(Connection target);

  /**
   * Returns the number of bytes that have been written to {@code target} so far.
   *
   * @param target one of the two connections
   * @return the number of bytes
   * @throws IllegalArgumentException if {@code target} is not a connection of this relay
   */
  long bytesWrittenTo(Connection target);

  /**
   * Returns the exception of the failed write that made the relay stop forwarding to {@code
   * target}.
   *
   * @param target one of the two connections
   * @return the exception, or null if no write has failed
   * @throws IllegalArgumentException if {@code target} is not a connection of this relay
   */
  @Nullable IOException writeFailure(Connection target);

  /**
   * Forwards bytes until both directions are closed. Deadlines and an interruption of the calling
   * thread apply to both directions. If this method returns without an exception, both connections
   * are still open. If it throws an exception, both connections have been reset.
   *
   * @throws switchboard.net.ConnectionLostException if a read fails because the connection was
   *     reset or timed out
   * @throws switchboard.net.DeadlineExceededException if a deadline or the idle timeout passes
   * @throws switchboard.net.OperationInterruptedException if the calling thread is interrupted
   * @throws IllegalStateException if this relay has run before
   * @throws IOException if another I/O error occurs
   */
  void run() throws IOException;
}
