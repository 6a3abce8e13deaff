package switchboard.net;

/**
 * The membership of a datagram socket in a multicast group, created by {@link Datagrams#join}. The
 * socket receives datagrams to the group until the membership or the socket is closed. Thread-safe.
 *
 * <pre>{@code
 * try (var socket = network.bind("udp://0.0.0.0:5007");
 *     var membership = socket.join(Address.inet(new byte[] {(byte) 239, 1, 2, 3}, 0), "")) {
 *   System.out.println(membership.group().host() + " at " + membership.interfaceName());
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
public interface Membership extends AutoCloseable {

  /** {@return the multicast address that was given to {@link Datagrams#join}} */
  Address.Inet group();

  /** {@return the name of the interface at which the group was joined, such as {@code eth0}} */
  String interfaceName();

  /** {@return whether neither this membership nor its socket is closed} */
  boolean isOpen();

  /**
   * Leaves the group (RFC 1112 §7.1). Datagrams that arrived before can still be received. Does not
   * block. Further calls have no effect, nor does a call after the socket is closed.
   */
  @Override
  void close();
}
