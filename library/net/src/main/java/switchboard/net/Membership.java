package switchboard.net;

/**
 * That a datagram socket hears a multicast group, until this is closed or the socket is: what
 * {@link Datagrams#join} gives. Any thread.
 */
public interface Membership extends AutoCloseable {

  /** The group, as it was joined. */
  Address.Inet group();

  /** The interface by which the group's messages come in, by its name. */
  String interfaceName();

  /** Whether it lasts. */
  boolean isOpen();

  /**
   * Leaves the group (RFC 1112 §7.1). What has come before may still be received. Repeatable; does
   * nothing when the socket is closed.
   */
  @Override
  void close();
}
