package switchboard.server;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits that a server keeps. Immutable: each method with a parameter returns a copy with
 * another value. Start from {@link #standard()}.
 *
 * <pre>{@code
 * var limits = Limits.standard()
 *     .connections(1_000, Limits.Overload.REJECT)
 *     .idleTimeout(Duration.ofMinutes(5));
 * }</pre>
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

  /** The fate of connections beyond the limit of connections. */
  public enum Overload {
    /**
     * They wait until a call ends: the first one at each listener accepted, the others in the
     * kernel's backlog. The one that has waited longest is served first.
     */
    BACKPRESSURE,
    /** They are reset, or receive the text of {@link Server.Builder#rejectionMessage}. */
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
      throw new IllegalArgumentException("a server allows at least one connection");
    }
    this.connectionsMax = connectionsMax;
    this.perAddressMax = perAddressMax;
    this.idleTimeout = Objects.requireNonNull(idleTimeout);
    this.firstByteTimeout = Objects.requireNonNull(firstByteTimeout);
    this.overload = Objects.requireNonNull(overload);
    this.slowHandlerThreshold = Objects.requireNonNull(slowHandlerThreshold);
  }

  /**
   * Returns the defaults: 10,000 connections, any number of them from one address; {@link
   * Overload#BACKPRESSURE}; no timeouts; a handler counts as slow after one second.
   */
  public static Limits standard() {
    return STANDARD;
  }

  /**
   * Returns a copy with another number of connections at once, over all listeners, and another fate
   * of those beyond it.
   *
   * @throws IllegalArgumentException when {@code max} is less than 1
   */
  public Limits connections(int max, Overload beyond) {
    return new Limits(
        max, perAddressMax, idleTimeout, firstByteTimeout, beyond, slowHandlerThreshold);
  }

  /**
   * Returns a copy with another number of connections at once from one IPv4 address, or from one
   * IPv6 prefix of 64 bits, in which a host may have any number of addresses. Those beyond it are
   * rejected. Unix sockets are not limited.
   *
   * @throws IllegalArgumentException when {@code max} is less than 1
   */
  public Limits perAddress(int max) {
    return new Limits(
        connectionsMax, max, idleTimeout, firstByteTimeout, overload, slowHandlerThreshold);
  }

  /**
   * Returns a copy that closes a connection with no traffic in either direction for {@code time};
   * zero disables it.
   */
  public Limits idleTimeout(Duration time) {
    return new Limits(
        connectionsMax, perAddressMax, time, firstByteTimeout, overload, slowHandlerThreshold);
  }

  /**
   * Returns a copy that closes a connection whose first byte has not arrived {@code time} after it
   * was accepted; zero disables it.
   */
  public Limits firstByteTimeout(Duration time) {
    return new Limits(
        connectionsMax, perAddressMax, idleTimeout, time, overload, slowHandlerThreshold);
  }

  /**
   * Returns a copy that logs and counts a handler as slow when it has been busy for {@code time}
   * without using its connection; zero disables it.
   */
  public Limits slowHandlerThreshold(Duration time) {
    return new Limits(connectionsMax, perAddressMax, idleTimeout, firstByteTimeout, overload, time);
  }

  /** Returns the number of connections served at once, over all listeners. */
  public int connectionsMax() {
    return connectionsMax;
  }

  /** Returns the number of connections served at once from one address; see {@link #perAddress}. */
  public int perAddressMax() {
    return perAddressMax;
  }

  /** Returns the time without traffic after which a connection is closed, or zero. */
  public Duration idleTimeout() {
    return idleTimeout;
  }

  /** Returns the time within which the first byte must arrive, or zero. */
  public Duration firstByteTimeout() {
    return firstByteTimeout;
  }

  /** Returns the fate of connections beyond {@link #connectionsMax}. */
  public Overload overload() {
    return overload;
  }

  /** Returns the time after which a busy handler counts as slow, or zero. */
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
