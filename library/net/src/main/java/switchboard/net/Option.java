package switchboard.net;

import java.time.Duration;

/**
 * A knob of a socket, by the field's own name. Which ones a socket knows depends on its kind and
 * its engine: {@link ConnectionOptions#supports}.
 *
 * @param name as in the manual, lower case with dashes
 * @param type of its value
 */
public record Option<T>(String name, Class<T> type) {

  /**
   * How many callers the kernel keeps waiting for {@code accept} (listen(2)). Linux caps it at
   * {@code net.core.somaxconn} and ignores callers beyond it, who then try again for a while; it
   * does not refuse them. For {@code listen} only.
   */
  public static final Option<Integer> BACKLOG = new Option<>("backlog", Integer.class);

  /**
   * The address to connect from: the socket is bound to it before it connects (bind(2)), so that
   * the peer sees this address. Port 0 lets the system choose a port; the host {@code 0.0.0.0} or
   * {@code ::} lets it choose the address. Of the addresses of a name, only those of the same
   * family are tried. A port that an earlier connection still holds in TIME-WAIT needs {@link
   * #REUSE_ADDRESS}. For {@code connect}, {@code startConnect} and {@code connectDatagrams} only,
   * which throw {@link AddressUnavailableException} if the address is in use, is not an address of
   * this machine, or is of another family than the remote one.
   */
  public static final Option<Address.Inet> LOCAL_ADDRESS =
      new Option<>("local-address", Address.Inet.class);

  /** TCP_NODELAY (tcp(7)): send small pieces at once. On by default. */
  public static final Option<Boolean> NO_DELAY = new Option<>("no-delay", Boolean.class);

  /** SO_KEEPALIVE (socket(7)): probe a silent peer. */
  public static final Option<Boolean> KEEP_ALIVE = new Option<>("keep-alive", Boolean.class);

  /** TCP_KEEPIDLE (tcp(7)): silence before the first probe; whole seconds. */
  public static final Option<Duration> KEEP_ALIVE_IDLE =
      new Option<>("keep-alive-idle", Duration.class);

  /** TCP_KEEPINTVL (tcp(7)): time between probes; whole seconds. */
  public static final Option<Duration> KEEP_ALIVE_INTERVAL =
      new Option<>("keep-alive-interval", Duration.class);

  /** TCP_KEEPCNT (tcp(7)): unanswered probes until the connection is given up. */
  public static final Option<Integer> KEEP_ALIVE_COUNT =
      new Option<>("keep-alive-count", Integer.class);

  /** SO_SNDBUF in bytes (socket(7)); Linux doubles it for its own book-keeping. */
  public static final Option<Integer> SEND_BUFFER = new Option<>("send-buffer", Integer.class);

  /** SO_RCVBUF in bytes (socket(7)); for TCP windows set it before connect or listen. */
  public static final Option<Integer> RECEIVE_BUFFER =
      new Option<>("receive-buffer", Integer.class);

  /**
   * SO_LINGER (socket(7)): how long {@code close} may wait for unsent data; whole seconds, negative
   * for off. Zero makes every close a reset: use {@link Connection#abort()} for that.
   */
  public static final Option<Duration> LINGER = new Option<>("linger", Duration.class);

  /** SO_REUSEADDR (socket(7)): listen although old connections linger. On for listeners. */
  public static final Option<Boolean> REUSE_ADDRESS = new Option<>("reuse-address", Boolean.class);

  /** SO_REUSEPORT (socket(7)): several listeners on one port, among which the kernel spreads. */
  public static final Option<Boolean> REUSE_PORT = new Option<>("reuse-port", Boolean.class);

  /** IP_TOS, IPV6_TCLASS (ip(7), RFC 2474): the byte with DSCP and ECN, 0 to 255. */
  public static final Option<Integer> TRAFFIC_CLASS = new Option<>("traffic-class", Integer.class);

  /**
   * SO_BROADCAST (socket(7), ip(7)): datagrams may go to a broadcast address; without it that is
   * "Permission denied". Over IPv4 alone: IPv6 has groups instead.
   */
  public static final Option<Boolean> BROADCAST = new Option<>("broadcast", Boolean.class);

  /**
   * IP_MULTICAST_TTL (ip(7), RFC 1112 §6.1), IPV6_MULTICAST_HOPS (ipv6(7)): how many routers may
   * pass a datagram to a group on, 0 to 255; usually 1, which stays on the local network. 0 stays
   * on this host.
   */
  public static final Option<Integer> MULTICAST_TTL = new Option<>("multicast-ttl", Integer.class);

  /**
   * IP_MULTICAST_LOOP (ip(7)), IPV6_MULTICAST_LOOP (ipv6(7)): whether members on this host hear
   * what this socket sends to their group, itself included; on unless it is turned off. On Linux it
   * is the sender's option, and the interface {@code lo} does not heed it.
   */
  public static final Option<Boolean> MULTICAST_LOOP =
      new Option<>("multicast-loop", Boolean.class);

  /**
   * IP_MULTICAST_IF (ip(7)), IPV6_MULTICAST_IF (ipv6(7)): the interface by which datagrams to a
   * group leave, by its name, such as {@code eth0}; empty when the system chooses by its routes.
   * For those that come in see {@link Datagrams#join}.
   */
  public static final Option<String> MULTICAST_INTERFACE =
      new Option<>("multicast-interface", String.class);

  @Override
  public String toString() {
    return name;
  }
}
