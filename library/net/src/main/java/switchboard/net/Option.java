package switchboard.net;

import java.time.Duration;

/**
 * A socket option, by the name that it has in manuals. Set it with {@link Options} before a socket
 * is opened, or with {@link ConnectionOptions} while it is open:
 *
 * <pre>{@code
 * connection.options().set(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(60));
 * }</pre>
 *
 * <p>Which options a socket has depends on its kind and its engine: {@link
 * ConnectionOptions#supports}.
 *
 * @param <T> the type of the value
 * @param name the name in lower case with hyphens, such as {@code keep-alive-idle}
 * @param type the class of the value
 * @since 0.1.0
 */
public record Option<T>(String name, Class<T> type) {

  /**
   * The maximum number of connections that wait to be accepted (listen(2)). Default: 1024. Linux
   * limits it to {@code net.core.somaxconn}. When the backlog is full, Linux ignores further TCP
   * connection requests; the peer repeats them for a while and is not refused. For {@code listen}
   * only.
   */
  public static final Option<Integer> BACKLOG = new Option<>("backlog", Integer.class);

  /**
   * The local address to connect from: the socket is bound to it before it connects (bind(2)). With
   * port 0 the system chooses the port; with the host {@code 0.0.0.0} or {@code ::} it chooses the
   * address. If a host name has addresses of both families, only those of the family of the local
   * address are tried. A port that an earlier connection holds in TIME-WAIT needs {@link
   * #REUSE_ADDRESS} too.
   *
   * <p>For {@code connect}, {@code startConnect} and {@code connectDatagrams} only. They throw
   * {@link AddressUnavailableException} if the address is in use, is not an address of this
   * machine, or is of another family than the remote address.
   */
  public static final Option<Address.Inet> LOCAL_ADDRESS =
      new Option<>("local-address", Address.Inet.class);

  /**
   * TCP_NODELAY (tcp(7)): sends small segments at once (disables Nagle's algorithm). Default: true.
   */
  public static final Option<Boolean> NO_DELAY = new Option<>("no-delay", Boolean.class);

  /**
   * SO_KEEPALIVE (socket(7)): probes a peer from which nothing arrives, to detect a lost
   * connection. Default: false.
   */
  public static final Option<Boolean> KEEP_ALIVE = new Option<>("keep-alive", Boolean.class);

  /**
   * TCP_KEEPIDLE (tcp(7)): the idle time before the first keep-alive probe, in whole seconds.
   * Default: that of the system, 2 hours on Linux.
   */
  public static final Option<Duration> KEEP_ALIVE_IDLE =
      new Option<>("keep-alive-idle", Duration.class);

  /**
   * TCP_KEEPINTVL (tcp(7)): the time between keep-alive probes, in whole seconds. Default: that of
   * the system, 75 seconds on Linux.
   */
  public static final Option<Duration> KEEP_ALIVE_INTERVAL =
      new Option<>("keep-alive-interval", Duration.class);

  /**
   * TCP_KEEPCNT (tcp(7)): the number of unanswered keep-alive probes after which the connection is
   * lost. Default: that of the system, 9 on Linux.
   */
  public static final Option<Integer> KEEP_ALIVE_COUNT =
      new Option<>("keep-alive-count", Integer.class);

  /**
   * SO_SNDBUF (socket(7)): the size of the kernel's send buffer in bytes. Linux doubles the value
   * for its own overhead, and {@code get} may return the doubled value.
   */
  public static final Option<Integer> SEND_BUFFER = new Option<>("send-buffer", Integer.class);

  /**
   * SO_RCVBUF (socket(7)): the size of the kernel's receive buffer in bytes, doubled by Linux as
   * for {@link #SEND_BUFFER}. To affect the TCP window, set it before connecting or listening.
   */
  public static final Option<Integer> RECEIVE_BUFFER =
      new Option<>("receive-buffer", Integer.class);

  /**
   * SO_LINGER (socket(7)): the maximum time that {@code close} blocks while unsent data is
   * delivered, in whole seconds; negative turns it off. Default: off. Zero makes every close a
   * reset; use {@link Connection#abort()} for that.
   */
  public static final Option<Duration> LINGER = new Option<>("linger", Duration.class);

  /**
   * SO_REUSEADDR (socket(7)): allows binding a port that old connections still hold in TIME-WAIT.
   * For datagram sockets: allows several sockets on one port. Default: true for listeners, else
   * false.
   */
  public static final Option<Boolean> REUSE_ADDRESS = new Option<>("reuse-address", Boolean.class);

  /**
   * SO_REUSEPORT (socket(7)): allows several listeners on one port; the kernel distributes
   * connections among them. Every one of them must set it. Default: false.
   */
  public static final Option<Boolean> REUSE_PORT = new Option<>("reuse-port", Boolean.class);

  /** IP_TOS (ip(7)), IPV6_TCLASS (RFC 2474): the byte with DSCP and ECN, 0 to 255. Default: 0. */
  public static final Option<Integer> TRAFFIC_CLASS = new Option<>("traffic-class", Integer.class);

  /**
   * SO_BROADCAST (socket(7), ip(7)): allows sending datagrams to a broadcast address; without it
   * the system reports "Permission denied". Default: false. IPv4 only: IPv6 has multicast groups
   * instead.
   */
  public static final Option<Boolean> BROADCAST = new Option<>("broadcast", Boolean.class);

  /**
   * IP_MULTICAST_TTL (ip(7), RFC 1112 §6.1), IPV6_MULTICAST_HOPS (ipv6(7)): the hop limit of
   * datagrams to a multicast group, 0 to 255. Default: 1, the local network. 0 is this machine
   * only.
   */
  public static final Option<Integer> MULTICAST_TTL = new Option<>("multicast-ttl", Integer.class);

  /**
   * IP_MULTICAST_LOOP (ip(7)), IPV6_MULTICAST_LOOP (ipv6(7)): whether members of a group on this
   * machine, including this socket, receive what this socket sends to the group. Default: true. On
   * Linux this option belongs to the sender, and the interface {@code lo} ignores it.
   */
  public static final Option<Boolean> MULTICAST_LOOP =
      new Option<>("multicast-loop", Boolean.class);

  /**
   * IP_MULTICAST_IF (ip(7)), IPV6_MULTICAST_IF (ipv6(7)): the name of the interface from which
   * datagrams to a group are sent, such as {@code eth0}. Default: empty, which means that the
   * system chooses by its routes. For the interface that receives see {@link Datagrams#join}.
   */
  public static final Option<String> MULTICAST_INTERFACE =
      new Option<>("multicast-interface", String.class);

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
