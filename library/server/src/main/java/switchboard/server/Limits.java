package switchboard.server;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits and timeouts that a server enforces. Immutable: each method with a parameter returns a
 * copy in which one value is replaced. Start from {@link #standard()}.
 *
 * <pre>{@code
 * var limits = Limits.standard()
 *     .connections(1_000, Limits.Overload.REJECT)
 *     .idleTimeout(Duration.ofMinutes(5));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Limits {
  private static final Limits STANDARD =
      new Limits(
          10_000,
          Integer.MAX_VALUE,
          Duration.ZERO,
          Duration.ZERO,
          Overload.BACKPRESSURE,
          Duration.ofSeconds(1));

  private final int connectionsMax;
  private final int perAddressMax;
  private final Duration idleTimeout;
  private final Duration firstByteTimeout;
  private final Overload overload;
  private final Duration slowHandlerThreshold;

  /** Decides what happens to connections that exceed {@link Limits#connectionsMax}. */
  public enum Overload {
    /**
     * New connections wait until a call ends. Each listener accepts at most one connection that
     * must wait; further connections wait in the kernel's backlog. Accepted connections are served
     * in the order in which they began to wait.
     */
    BACKPRESSURE,
    /**
     * The server sends the {@link Server.Builder#rejectionMessage} on each connection that exceeds
     * the limit, and closes the connection. If no message is set, the server resets the connection.
     */
    REJECT
  }

  private Limits(
      int connectionsMax,
      int perAddressMax,
      Duration idleTimeout,
      Duration firstByteTimeout,
      Overload overload,
      Duration slowHandlerThreshold) {
    if (connectionsMax < 1 || perAddressMax < 1) {
      throw new IllegalArgumentException("the limit of connections must be at least 1");
    }
    this.connectionsMax = connectionsMax;
    this.perAddressMax = perAddressMax;
    this.idleTimeout = Objects.requireNonNull(idleTimeout);
    this.firstByteTimeout = Objects.requireNonNull(firstByteTimeout);
    this.overload = Objects.requireNonNull(overload);
    this.slowHandlerThreshold = Objects.requireNonNull(slowHandlerThreshold);
  }

  /**
   * Returns the defaults: 10,000 connections with {@link Overload#BACKPRESSURE}, no limit per
   * address, no timeouts, and a slow handler threshold of one second.
   *
   * @return the limits of a server whose builder did not set any
   */
  public static Limits standard() {
    return STANDARD;
  }

  /**
   * Returns a copy with the given limit of concurrent connections.
   *
   * @param max the maximum number of connections, in total for all listeners of the server
   * @param beyond decides what happens to connections that exceed {@code max}
   * @return the copy
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public Limits connections(int max, Overload beyond) {
    return new Limits(
        max, perAddressMax, idleTimeout, firstByteTimeout, beyond, slowHandlerThreshold);
  }

  /**
   * Returns a copy with the given limit of concurrent connections for each client address.
   * Connections that exceed this limit are rejected. IPv6 addresses with the same first 64 bits
   * count as one address, because one host can use all of them ({@link
   * switchboard.net.Address.Inet#hostPrefix}). Connections over Unix sockets are not limited.
   *
   * @param max the maximum number of connections from one address
   * @return the copy
   * @throws IllegalArgumentException if {@code max} is less than 1
   */
  public Limits perAddress(int max) {
    return new Limits(
        connectionsMax, max, idleTimeout, firstByteTimeout, overload, slowHandlerThreshold);
  }

  /**
   * Returns a copy with the given idle timeout. A connection with no traffic in either direction
   * for this time is closed with {@link CloseReason#IDLE}.
   *
   * @param time the timeout; zero disables it
   * @return the copy
   */
  public Limits idleTimeout(Duration time) {
    return new Limits(
        connectionsMax, perAddressMax, time, firstByteTimeout, overload, slowHandlerThreshold);
  }

  /**
   * Returns a copy with the given first-byte timeout. If no byte arrives from the peer within this
   * time after the start of the handler, the connection is closed with {@link
   * CloseReason#NO_FIRST_BYTE}.
   *
   * @param time the timeout; zero disables it
   * @return the copy
   */
  public Limits firstByteTimeout(Duration time) {
    return new Limits(
        connectionsMax, perAddressMax, idleTimeout, time, overload, slowHandlerThreshold);
  }

  /**
   * Returns a copy with the given threshold for slow handlers. If a handler runs for this time
   * without reading, writing or waiting for input, the server logs a warning and increments {@link
   * Counters#slowHandlers}. The handler is not interrupted.
   *
   * @param time the threshold; zero disables it
   * @return the copy
   */
  public Limits slowHandlerThreshold(Duration time) {
    return new Limits(connectionsMax, perAddressMax, idleTimeout, firstByteTimeout, overload, time);
  }

  /** {@return the maximum number of concurrent connections, in total for all listeners} */
  public int connectionsMax() {
    return connectionsMax;
  }

  /** {@return the maximum number of concurrent connections from one address} */
  public int perAddressMax() {
    return perAddressMax;
  }

  /**
   * {@return the time without traffic after which a connection is closed; zero if there is no
   * timeout}
   */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** {@return the time within which the first byte must arrive; zero if there is no timeout} */
  public Duration firstByteTimeout() {
    return firstByteTimeout;
  }

  /**
   * {@return the setting that decides what happens to connections beyond {@link #connectionsMax}}
   */
  public Overload overload() {
    return overload;
  }

  /**
   * {@return the time after which a busy handler is reported as slow; zero if slow handlers are not
   * reported}
   */
  public Duration slowHandlerThreshold() {
    return slowHandlerThreshold;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Limits that
        && connectionsMax == that.connectionsMax
        && perAddressMax == that.perAddressMax
        && idleTimeout.equals(that.idleTimeout)
        && firstByteTimeout.equals(that.firstByteTimeout)
        && overload == that.overload
        && slowHandlerThreshold.equals(that.slowHandlerThreshold);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        connectionsMax,
        perAddressMax,
        idleTimeout,
        firstByteTimeout,
        overload,
        slowHandlerThreshold);
  }

  /** Returns all limits in one line. */
  @Override
  public String toString() {
    return "Limits[connectionsMax="
        + connectionsMax
        + ", perAddressMax="
        + perAddressMax
        + ", idleTimeout="
        + idleTimeout
        + ", firstByteTimeout="
        + firstByteTimeout
        + ", overload="
        + overload
        + ", slowHandlerThreshold="
        + slowHandlerThreshold
        + "]";
  }
}
