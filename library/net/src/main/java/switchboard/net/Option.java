package switchboard.net;

import java.time.Duration;

/**
 * A socket option, such as SO_KEEPALIVE. Set an option with {@link Options} before a socket is
 * opened, or with {@link ConnectionOptions} while the socket is open:
 *
 * <pre>{@code
 * connection.options().set(Option.KEEP_ALIVE_IDLE, Duration.ofSeconds(60));
 * }</pre>
 *
 * <p>Which options a socket supports depends on the kind of the socket and on its engine; see
 * {@link ConnectionOptions#supports}.
 *
 * @param <T> the type of the value
 * @param name the name in lower case with hyphens, such as {@code keep-alive-idle}
 * @param type the class of the value
 * @since 0.1.0
 */
public record Option<T>(String name, Class<T> type) {

  /**
   * The maximum number of connections that wait to be accepted (listen(2)). Default: 1024. Linux
   * limits this number to {@code net.core.somaxconn}. When the backlog is full, Linux ignores
   * further TCP connection requests: the peer gets no refusal, and repeats its request until its
   * connect timeout passes. This option is only for {@code listen}.
   */
  public static final Option<Integer> BACKLOG = new Option<>("backlog", Integer.class);

  /**
   * The local address to connect from: the socket is bound to it before it connects (bind(2)). With
   * port 0, the system chooses the port. With the host {@code 0.0.0.0} or {@code ::}, the system
   * chooses the address. If the remote host name has IPv4 and IPv6 addresses, only those of the
   * local address's family are tried. If an earlier connection from the same port is in TIME-WAIT,
   * {@link #REUSE_ADDRESS} is needed, too.
   *
   * <p>This option is only for {@code connect}, {@code startConnect} and {@code connectDatagrams}.
   * These methods throw {@link AddressUnavailableException} if the local address is in use, does
   * not belong to this machine, or has another family than the remote address.
   */
  public static final Option<Address.Inet> LOCAL_ADDRESS =
      new Option<>("local-address", Address.Inet.class);

  /**
   * TCP_NODELAY (tcp(7)): sends small segments immediately (disables Nagle's algorithm). Default:
   * true.
   */
  public static final Option<Boolean> NO_DELAY = new Option<>("no-delay", Boolean.class);

  /**
   * SO_KEEPALIVE (socket(7)): sends packets (probes) to a peer from which nothing has arrived for
   * {@link #KEEP_ALIVE_IDLE}, to detect a lost connection. Default: false.
   */
  public static final Option<Boolean> KEEP_ALIVE = new Option<>("keep-alive", Boolean.class);

  /**
   * TCP_KEEPIDLE (tcp(7)): the idle time before the first keep-alive probe, in whole seconds.
   * Default: the default of the system, which is 2 hours on Linux.
   */
  public static final Option<Duration> KEEP_ALIVE_IDLE =
      new Option<>("keep-alive-idle", Duration.class);

  /**
   * TCP_KEEPINTVL (tcp(7)): the time between keep-alive probes, in whole seconds. Default: the
   * default of the system, which is 75 seconds on Linux.
   */
  public static final Option<Duration> KEEP_ALIVE_INTERVAL =
      new Option<>("keep-alive-interval", Duration.class);

  /**
   * TCP_KEEPCNT (tcp(7)): the number of unanswered keep-alive probes after which the connection is
   * lost. Default: the default of the system, which is 9 on Linux.
   */
  public static final Option<Integer> KEEP_ALIVE_COUNT =
      new Option<>("keep-alive-count", Integer.class);

  /**
   * SO_SNDBUF (socket(7)): the size of the kernel's send buffer in bytes. Linux doubles the value
   * for its own overhead, and {@code get} may return the doubled value.
   */
  public static final Option<Integer> SEND_BUFFER = new Option<>("send-buffer", Integer.class);

  /**
   * SO_RCVBUF (socket(7)): the size of the kernel's receive buffer in bytes. Linux doubles the
   * value as for {@link #SEND_BUFFER}. To affect the TCP window, this option must be set before the
   * socket connects or listens.
   */
  public static final Option<Integer> RECEIVE_BUFFER =
      new Option<>("receive-buffer", Integer.class);

  /**
   * SO_LINGER (socket(7)): the maximum time that {@code close} blocks while unsent data is
   * delivered, in whole seconds. A negative value disables the option, which is the default. Zero
   * makes every close send a reset; to reset a single connection, call {@link Connection#abort()}
   * instead.
   */
  public static final Option<Duration> LINGER = new Option<>("linger", Duration.class);

  /**
   * SO_REUSEADDR (socket(7)): allows a socket to be bound to a port that old connections still use
   * in TIME-WAIT. For datagram sockets: allows several sockets on one port. Default: true for
   * listeners, false for other sockets.
   */
  public static final Option<Boolean> REUSE_ADDRESS = new Option<>("reuse-address", Boolean.class);

  /**
   * SO_REUSEPORT (socket(7)): allows several listeners on one port; the kernel distributes
   * connections among them. Every listener on the port must set this option. Default: false.
   */
  public static final Option<Boolean> REUSE_PORT = new Option<>("reuse-port", Boolean.class);

  /**
   * IP_TOS (ip(7)), IPV6_TCLASS (RFC 2474): the byte of the IP header with DSCP and ECN, 0 to 255.
   * Default: 0.
   */
  public static final Option<Integer> TRAFFIC_CLASS = new Option<>("traffic-class", Integer.class);

  /**
   * SO_BROADCAST (socket(7), ip(7)): allows datagrams to be sent to a broadcast address; without
   * this option, the system reports "Permission denied". Default: false. IPv4 only: IPv6 has
   * multicast groups instead.
   */
  public static final Option<Boolean> BROADCAST = new Option<>("broadcast", Boolean.class);

  /**
   * IP_MULTICAST_TTL (ip(7), RFC 1112 §6.1), IPV6_MULTICAST_HOPS (ipv6(7)): the hop limit of
   * datagrams to a multicast group, 0 to 255. Default: 1, which means the local network. 0 means
   * this machine only.
   */
  public static final Option<Integer> MULTICAST_TTL = new Option<>("multicast-ttl", Integer.class);

  /**
   * IP_MULTICAST_LOOP (ip(7)), IPV6_MULTICAST_LOOP (ipv6(7)): whether members of a group on this
   * machine, including this socket, receive what this socket sends to the group. Default: true. On
   * Linux, the option of the sending socket decides, and the interface {@code lo} ignores the
   * option.
   */
  public static final Option<Boolean> MULTICAST_LOOP =
      new Option<>("multicast-loop", Boolean.class);

  /**
   * IP_MULTICAST_IF (ip(7)), IPV6_MULTICAST_IF (ipv6(7)): the name of the interface from which
   * datagrams to a group are sent, such as {@code eth0}. Default: empty, which means that the
   * system chooses the interface by its routes. The interface at which datagrams are received is
   * set with {@link Datagrams#join}.
   */
  public static final Option<String> MULTICAST_INTERFACE =
      new Option<>("multicast-interface", String.class);

  /** Returns the name. */
  @Override
  public String toString() {
    return name;
  }
}
