package switchboard.bench;

import java.time.Duration;
import switchboard.net.Endpoint;

/**
 * The parameters of a load test of an echo server. Immutable.
 *
 * @param endpoint the endpoint of the echo server, which must not be a UDP endpoint
 * @param connections the number of concurrent connections
 * @param bytes the size of each message, at least {@link #BYTES_MIN}
 * @param depth the maximum number of outstanding messages on each connection: messages without a
 *     reply yet
 * @param perSecond the number of messages per second on all connections together. They are sent at
 *     this rate even while replies are missing (an open loop). If zero, each connection sends the
 *     next message when a reply has arrived (a closed loop)
 * @param duration the duration of the measurement
 * @param warmUp the time for which messages are sent before the measurement begins
 * @param timeout the maximum time for connecting. A connection also fails if messages are
 *     outstanding and no reply arrives for this time
 */
public record LoadPlan(
    Endpoint endpoint,
    int connections,
    int bytes,
    int depth,
    double perSecond,
    Duration duration,
    Duration warmUp,
    Duration timeout) {

  /** The default timeout: five seconds. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /**
   * The minimum size of a message in bytes. Each message contains the number of the message, a
   * {@code long}.
   */
  public static final int BYTES_MIN = Long.BYTES;

  /**
   * Creates a plan.
   *
   * @throws IllegalArgumentException if a number is out of range, or the timeout is not positive
   */
  public LoadPlan {
    if (connections < 1 || depth < 1 || bytes < BYTES_MIN || perSecond < 0) {
      throw new IllegalArgumentException(
          "a load requires connections and depth of at least 1, messages of at least 8 bytes, and a"
              + " rate that is not negative");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must be positive");
    }
  }

  /**
   * Returns the default plan: 64 connections, each with one outstanding message of 64 bytes, and a
   * measurement of ten seconds after a warm-up of two seconds.
   */
  public static LoadPlan standard(Endpoint endpoint) {
    return new LoadPlan(
        endpoint, 64, 64, 1, 0, Duration.ofSeconds(10), Duration.ofSeconds(2), TIMEOUT);
  }

  /** Returns a copy of this plan with another number of connections. */
  public LoadPlan withConnections(int count) {
    return new LoadPlan(endpoint, count, bytes, depth, perSecond, duration, warmUp, timeout);
  }

  /** Returns a copy of this plan with another message size in bytes. */
  public LoadPlan withBytes(int count) {
    return new LoadPlan(endpoint, connections, count, depth, perSecond, duration, warmUp, timeout);
  }

  /**
   * Returns a copy of this plan with another maximum number of outstanding messages on each
   * connection.
   */
  public LoadPlan withDepth(int count) {
    return new LoadPlan(endpoint, connections, bytes, count, perSecond, duration, warmUp, timeout);
  }

  /**
   * Returns a copy of this plan that sends this number of messages per second on all connections
   * together, even while replies are missing (an open loop).
   */
  public LoadPlan withRate(double messages) {
    return new LoadPlan(endpoint, connections, bytes, depth, messages, duration, warmUp, timeout);
  }

  /**
   * Returns a copy of this plan with another duration of the measurement and another duration of
   * the warm-up.
   */
  public LoadPlan withDuration(Duration measured, Duration before) {
    return new LoadPlan(endpoint, connections, bytes, depth, perSecond, measured, before, timeout);
  }

  /** Returns a copy of this plan with another timeout for connecting and for replies. */
  public LoadPlan withTimeout(Duration limit) {
    return new LoadPlan(endpoint, connections, bytes, depth, perSecond, duration, warmUp, limit);
  }

  /** Returns whether messages are sent at a fixed rate, even while replies are missing. */
  public boolean isOpenLoop() {
    return perSecond > 0;
  }
}
