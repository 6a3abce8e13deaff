package switchboard.net.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Datagrams;

/**
 * A datagram socket of an engine.
 *
 * @since 0.1.0
 */
public interface DatagramHandle extends Handle {

  /**
   * Receives a datagram into {@code target}. Blocks until one has arrived.
   *
   * @param target its position advances by the number of bytes stored; bytes of the datagram that
   *     do not fit are discarded
   * @return the address of the sender
   * @throws IOException if the receive fails, the handle is closed, a deadline passes or the thread
   *     is interrupted
   */
  Address receive(ByteBuffer target) throws IOException;

  /**
   * Works like {@link #receive}, but returns null instead of blocking.
   *
   * @param target as for {@link #receive}
   * @return the address of the sender; null if no datagram is waiting
   * @throws IOException if the receive fails or the handle is closed
   */
  @Nullable Address tryReceive(ByteBuffer target) throws IOException;

  /**
   * Sends a datagram. Blocks until the kernel has accepted it completely.
   *
   * @param source the bytes from its position to its limit are one datagram; its position advances
   *     to its limit
   * @param target null if the socket is connected to its peer
   * @throws IOException if the send fails, the handle is closed, a deadline passes or the thread is
   *     interrupted
   */
  void send(ByteBuffer source, @Nullable Address target) throws IOException;

  /**
   * Works like {@link #send}, but returns false instead of blocking.
   *
   * @param source as for {@link #send}; unchanged if the result is false
   * @param target null if the socket is connected to its peer
   * @return whether the kernel has accepted the datagram
   * @throws IOException if the send fails or the handle is closed
   */
  boolean trySend(ByteBuffer source, @Nullable Address target) throws IOException;

  /**
   * Works like {@link #receive}, and also returns the address to which the datagram was sent. The
   * default implementation returns the local address of the socket instead. An engine with {@link
   * Capability#DATAGRAM_DESTINATION} overrides this method, {@link #tryReceiveEnvelope}, {@link
   * #sendFrom} and {@link #trySendFrom}.
   *
   * @param target as for {@link #receive}
   * @return the addresses of the datagram
   * @throws IOException as {@link #receive} does
   */
  default Datagrams.Envelope receiveEnvelope(ByteBuffer target) throws IOException {
    return new Datagrams.Envelope(receive(target), local(), local());
  }

  /**
   * Works like {@link #receiveEnvelope}, but returns null instead of blocking.
   *
   * @param target as for {@link #receive}
   * @return the addresses of the datagram; null if no datagram is waiting
   * @throws IOException as {@link #tryReceive} does
   */
  default Datagrams.@Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException {
    Address sender = tryReceive(target);
    return sender == null ? null : new Datagrams.Envelope(sender, local(), local());
  }

  /**
   * Works like {@link #send} on a socket without a peer, with {@code local} as the source address
   * of the datagram. If this machine no longer has that address, the system chooses the source
   * address. The default implementation ignores {@code local}.
   *
   * @param source as for {@link #send}
   * @param target the receiver
   * @param local the local address of an envelope that this socket has received
   * @throws IOException as {@link #send} does
   */
  default void sendFrom(ByteBuffer source, Address target, Address local) throws IOException {
    send(source, target);
  }

  /**
   * Works like {@link #sendFrom}, but returns false instead of blocking.
   *
   * @param source as for {@link #send}; unchanged if the result is false
   * @param target the receiver
   * @param local the local address of an envelope that this socket has received
   * @return whether the kernel has accepted the datagram
   * @throws IOException as {@link #trySend} does
   */
  default boolean trySendFrom(ByteBuffer source, Address target, Address local) throws IOException {
    return trySend(source, target);
  }

  /**
   * Joins a multicast group. Does not block. The caller has checked that {@code group} is a
   * multicast address. The default implementation throws a {@link SystemError}; an engine with
   * {@link Capability#MULTICAST} overrides this method.
   *
   * @param group the group; its port is ignored
   * @param interfaceName the interface on which to join, such as {@code eth0}; if empty, the engine
   *     chooses one
   * @return the membership
   * @throws IOException as a {@link SystemError} if the group cannot be joined
   */
  default Joined join(Address.Inet group, String interfaceName) throws IOException {
    throw new SystemError(SystemError.Kind.OTHER, "this engine does not support multicast groups");
  }

  /** The membership of a socket in a multicast group. */
  interface Joined {

    /** {@return the name of the interface on which the group was joined} */
    String interfaceName();

    /**
     * Leaves the group. Called at most once, possibly while another thread closes the handle.
     *
     * @throws IOException if the group cannot be left
     */
    void leave() throws IOException;
  }

  /**
   * {@return the local address of this socket; if it was bound to port 0, with the port that the
   * system has chosen}
   */
  Address local();
}
