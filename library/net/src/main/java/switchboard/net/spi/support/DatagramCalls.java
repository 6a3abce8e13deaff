package switchboard.net.spi.support;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Datagrams.Envelope;

/**
 * The system calls of one datagram socket, for {@link ReadinessDatagrams}. They do not block.
 *
 * @since 0.1.0
 */
public interface DatagramCalls {

  /**
   * Receives a datagram if one is waiting.
   *
   * @param target its position advances by the number of bytes stored; bytes of the datagram that
   *     do not fit are discarded
   * @return the address of the sender; null if no datagram is waiting
   * @throws IOException if the receive fails or the socket is closed
   */
  @Nullable Address tryReceive(ByteBuffer target) throws IOException;

  /**
   * Sends a datagram if the kernel accepts it without blocking.
   *
   * @param source the bytes from its position to its limit are one datagram; its position advances
   *     to its limit if the result is true, and does not change if the result is false
   * @param target null if the socket is connected to its peer
   * @return whether the kernel has accepted the datagram
   * @throws IOException if the send fails or the socket is closed
   */
  boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException;

  /**
   * Returns whether the kernel reports the address to which each datagram was sent. If this method
   * returns false, {@link #tryReceiveEnvelope} is never called.
   *
   * @return false by default
   */
  default boolean tellsDestinations() {
    return false;
  }

  /**
   * Works like {@link #tryReceive}, and also returns the address to which the datagram was sent.
   *
   * @param target as for {@link #tryReceive}
   * @return the addresses of the datagram; null if no datagram is waiting
   * @throws IOException as {@link #tryReceive} does
   */
  default @Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Works like {@link #trySend} with a source address. The default implementation ignores {@code
   * from}.
   *
   * @param source as for {@link #trySend}
   * @param target the receiver
   * @param from the source address; if this address has been removed from this machine, the system
   *     chooses another source address
   * @return whether the kernel has accepted the datagram
   * @throws IOException as {@link #trySend} does
   */
  default boolean trySendFrom(ByteBuffer source, Address target, Address from) throws IOException {
    return trySend(source, target);
  }

  /** The membership of a socket in a multicast group. */
  interface Membership {

    /**
     * Leaves the group.
     *
     * @throws IOException if the group cannot be left
     */
    void leave() throws IOException;
  }

  /**
   * Joins a multicast group.
   *
   * @param group a group of the same address family as the socket; its port is ignored
   * @param by the interface on which to join
   * @return the membership
   * @throws IOException if the group cannot be joined
   */
  Membership join(Address.Inet group, NetworkInterface by) throws IOException;

  /** {@return access to the options of this socket} */
  ConnectionOptions options();
}
