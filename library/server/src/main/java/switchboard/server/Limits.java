package switchboard.server;

import java.time.Duration;
import java.util.Objects;

/**
 * What a server allows. Immutable; start from {@link #standard()}.
 *
 * @param connectionsMax served at once, over all listeners
 * @param perAddressMax served at once for one IPv4 address, or for one IPv6 prefix of 64 bits, in
 *     which a host may have as many addresses as it likes; the next one is refused
 * @param idleTimeout a caller from whom and to whom nothing has moved for so long is parted from;
 *     zero = for ever
 * @param firstByteTimeout how soon the first byte must come; zero = any time
 * @param overload what happens beyond {@code connectionsMax}
 * @param slowHandlerThreshold a service that is busy for so long without touching its connection is
 *     named in the log and in an event
 */
public record Limits(
    int connectionsMax,
    int perAddressMax,
    Duration idleTimeout,
    Duration firstByteTimeout,
    Overload overload,
    Duration slowHandlerThreshold) {

  /** What happens to callers beyond the limit of connections. */
  public enum Overload {
    /**
     * They wait until somebody leaves: the first one at each listener accepted, the others in the
     * kernel's backlog. Whoever has waited longest is served first.
     */
    BACKPRESSURE,
    /** They are reset, or get the sentence that {@link Server.Builder#rejectionMessage} was given. */
    REJECT
  }

  /** Checks the numbers. */
  public Limits {
    if (connectionsMax < 1 || perAddressMax < 1) {
      throw new IllegalArgumentException("a server allows at least one connection");
    }
    Objects.requireNonNull(overload);
  }

  /** 10,000 connections, from anywhere; more wait; no limit of time. */
  public static Limits standard() {
    return new Limits(
        10_000,
        Integer.MAX_VALUE,
        Duration.ZERO,
        Duration.ZERO,
        Overload.BACKPRESSURE,
        Duration.ofSeconds(1));
  }

  /** These with another number of connections, and what happens beyond it. */
  public Limits connections(int max, Overload beyond) {
    return new Limits(
        max, perAddressMax, idleTimeout, firstByteTimeout, beyond, slowHandlerThreshold);
  }

  /** These with another number of connections for one IPv4 address or IPv6 prefix of 64 bits. */
  public Limits perAddress(int max) {
    return new Limits(
        connectionsMax, max, idleTimeout, firstByteTimeout, overload, slowHandlerThreshold);
  }

  /** These with another idle time. */
  public Limits idleTimeout(Duration time) {
    return new Limits(
        connectionsMax, perAddressMax, time, firstByteTimeout, overload, slowHandlerThreshold);
  }

  /** These with another time to the first byte. */
  public Limits firstByteTimeout(Duration time) {
    return new Limits(
        connectionsMax, perAddressMax, idleTimeout, time, overload, slowHandlerThreshold);
  }

  /** These with another time after which a busy service is named. */
  public Limits slowHandlerThreshold(Duration time) {
    return new Limits(connectionsMax, perAddressMax, idleTimeout, firstByteTimeout, overload, time);
  }
}
