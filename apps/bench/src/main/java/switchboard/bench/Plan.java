package switchboard.bench;

import java.time.Duration;
import switchboard.net.Endpoint;

/**
 * How an echo is loaded. Immutable.
 *
 * @param endpoint where the echo is: a byte stream
 * @param connections how many at once
 * @param bytes of each message, at least {@link #BYTES_MIN}
 * @param depth how many messages of a connection may be on their way
 * @param perSecond messages a second in all, sent on time whatever comes back (an open loop); zero
 *     sends the next when one has come back (a closed loop)
 * @param time how long it is measured
 * @param warmUp how long it runs before
 * @param timeout how long it may take to connect, and how long no answer may come at a connection
 *     with messages outstanding, before that connection counts as failed
 */
public record Plan(
    Endpoint endpoint,
    int connections,
    int bytes,
    int depth,
    double perSecond,
    Duration time,
    Duration warmUp,
    Duration timeout) {

  /** Five seconds. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A message has its number in it. */
  public static final int BYTES_MIN = Long.BYTES;

  /** Checks the numbers. */
  public Plan {
    if (connections < 1 || depth < 1 || bytes < BYTES_MIN || perSecond < 0) {
      throw new IllegalArgumentException(
          "a load has connections and depth from 1 up, and messages from 8 bytes up");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout of a load is longer than zero");
    }
  }

  /** 64 connections with one message of 64 bytes each on its way, for ten seconds after two. */
  public static Plan usual(Endpoint endpoint) {
    return new Plan(endpoint, 64, 64, 1, 0, Duration.ofSeconds(10), Duration.ofSeconds(2), TIMEOUT);
  }

  /** So many connections. */
  public Plan withConnections(int count) {
    return new Plan(endpoint, count, bytes, depth, perSecond, time, warmUp, timeout);
  }

  /** Messages of so many bytes. */
  public Plan withBytes(int count) {
    return new Plan(endpoint, connections, count, depth, perSecond, time, warmUp, timeout);
  }

  /** So many messages on their way. */
  public Plan withDepth(int count) {
    return new Plan(endpoint, connections, bytes, count, perSecond, time, warmUp, timeout);
  }

  /** An open loop of so many messages a second. */
  public Plan withRate(double messages) {
    return new Plan(endpoint, connections, bytes, depth, messages, time, warmUp, timeout);
  }

  /** Measured for so long, after so long. */
  public Plan lasting(Duration measured, Duration before) {
    return new Plan(endpoint, connections, bytes, depth, perSecond, measured, before, timeout);
  }

  /** With this time for connecting and for answers. */
  public Plan withTimeout(Duration limit) {
    return new Plan(endpoint, connections, bytes, depth, perSecond, time, warmUp, limit);
  }

  /** Whether messages are sent on time, whatever comes back. */
  public boolean isOpenLoop() {
    return perSecond > 0;
  }
}
