package switchboard.server;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Connection;
import switchboard.server.internal.relay.ActiveRelay;

/**
 * Connects two connections to each other: passes on the bytes of each to the other, both ways at
 * once, and the end of each stream too. For proxies, for programs that talk over pipes, and for
 * anything that stands between two peers. One thread configures and runs it; any thread may query
 * it.
 *
 * <pre>{@code
 * try (var backend = network.connect("localhost:8080")) {
 *   Relay.between(caller, backend).run();
 * }
 * }</pre>
 *
 * <p>An end of stream is passed on as an end of stream: a peer that has shut down its output still
 * receives the other's. Anything else is passed on as a reset, so that an aborted stream never
 * looks like a complete one. A relay owns neither connection, and holds a buffer only while there
 * are bytes to pass on.
 */
public interface Relay {
  /**
   * Returns a relay between two connections, which nothing else reads or writes until it has ended.
   */
  static Relay between(Connection one, Connection other) {
    return new ActiveRelay(one, other);
  }

  /**
   * Makes {@link #run} fail with a {@link switchboard.net.DeadlineExceededException} when no byte
   * moves in either direction for this long.
   */
  Relay idleTimeout(Duration time);

  /**
   * Makes {@link #run} fail when a write to {@code target} fails. By default only that direction is
   * closed then. A peer that keeps sending sees EPIPE on pipes and Unix sockets; TCP gives no such
   * signal.
   */
  Relay failOnWriteError(Connection target);

  /**
   * Sets an action that runs when the stream of {@code source} has ended in order; it must not
   * block.
   */
  Relay onDirectionClosed(Connection source, Runnable action);

  /**
   * Treats the stream of {@code source} as ended, from now on, once it has sent nothing for {@code
   * silence} although the other side accepts bytes. Any thread, also while the relay runs.
   *
   * @param silence zero: as soon as nothing is buffered
   */
  void closeWhenIdle(Connection source, Duration silence);

  /**
   * Ends the direction towards {@code target} now, as if it accepted no more bytes, and drops bytes
   * in transit. Any thread, also while the relay runs.
   */
  void closeTowards(Connection target);

  /** Returns the number of bytes that were written to {@code target} so far. Any thread. */
  long bytesWrittenTo(Connection target);

  /**
   * Returns the error that stopped the direction towards {@code target} while there were bytes for
   * it, or null if everything was written. Any thread.
   */
  @Nullable IOException writeFailure(Connection target);

  /**
   * Passes bytes on until both streams have ended. The deadlines of the calling thread apply to
   * both directions, and so does its interruption. The connections are left open for their owners
   * to close; after a failure both have been aborted.
   *
   * @throws switchboard.net.ConnectionLostException when one of them was reset or timed out
   * @throws switchboard.net.DeadlineExceededException when a deadline or the idle timeout passes
   * @throws switchboard.net.OperationInterruptedException when the thread is interrupted
   * @throws IllegalStateException when it has run before
   */
  void run() throws IOException;
}
