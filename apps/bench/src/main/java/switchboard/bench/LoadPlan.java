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
 * @param duration how long it is measured
 * @param warmUp how long it runs before
 * @param timeout how long it may take to connect, and how long no answer may come at a connection
 *     with messages outstanding, before that connection counts as failed
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

  /** Five seconds. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** A message has its number in it. */
  public static final int BYTES_MIN = Long.BYTES;

  /** Checks the numbers. */
  public LoadPlan {
    if (connections < 1 || depth < 1 || bytes < BYTES_MIN || perSecond < 0) {
      throw new IllegalArgumentException(
          "a load has connections and depth from 1 up, and messages from 8 bytes up");
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout of a load is longer than zero");
    }
  }

  /** 64 connections with one message of 64 bytes each on its way, for ten seconds after two. */
  public static LoadPlan standard(Endpoint endpoint) {
    return new LoadPlan(
        endpoint, 64, 64, 1, 0, Duration.ofSeconds(10), Duration.ofSeconds(2), TIMEOUT);
  }

  /** So many connections. */
  public LoadPlan withConnections(int count) {
    return new LoadPlan(endpoint, count, bytes, depth, perSecond, duration, warmUp, timeout);
  }

  /** Messages of so many bytes. */
  public LoadPlan withBytes(int count) {
    return new LoadPlan(endpoint, connections, count, depth, perSecond, duration, warmUp, timeout);
  }

  /** So many messages on their way. */
  public LoadPlan withDepth(int count) {
    return new LoadPlan(endpoint, connections, bytes, count, perSecond, duration, warmUp, timeout);
  }

  /** An open loop of so many messages a second. */
  public LoadPlan withRate(double messages) {
    return new LoadPlan(endpoint, connections, bytes, depth, messages, duration, warmUp, timeout);
  }

  /** Measured for so long, after so long. */
  public LoadPlan withDuration(Duration measured, Duration before) {
    return new LoadPlan(endpoint, connections, bytes, depth, perSecond, measured, before, timeout);
  }

  /** With this time for connecting and for answers. */
  public LoadPlan withTimeout(Duration limit) {
    return new LoadPlan(endpoint, connections, bytes, depth, perSecond, duration, warmUp, limit);
  }

  /** Whether messages are sent on time, whatever comes back. */
  public boolean isOpenLoop() {
    return perSecond > 0;
  }
}
