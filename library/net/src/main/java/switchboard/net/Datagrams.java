package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A datagram socket (udp(7)). Each send is one datagram. A datagram arrives complete or not at all,
 * and it may be delayed, duplicated or reordered.
 *
 * <pre>{@code
 * try (var receiver = network.bind("udp://127.0.0.1:0");
 *     var sender = network.bind("udp://127.0.0.1:0")) {
 *   sender.send(ByteBuffer.wrap("ping".getBytes(UTF_8)), receiver.local());
 *   ByteBuffer datagram = ByteBuffer.allocate(Datagrams.BYTES_MAX);
 *   receiver.receive(datagram);
 *   System.out.println(UTF_8.decode(datagram.flip()));
 * }
 * }</pre>
 *
 * <p>Blocking, deadlines, interruption and closing work as for a {@link Connection}. A call that
 * times out or is interrupted has received and sent nothing. Thread-safe: if several threads
 * receive at the same time, one of them receives while the others wait. The same applies to threads
 * that send. A buffer is used only until the call returns or throws.
 *
 * @since 0.1.0
 */
public interface Datagrams extends Selectable {

  /**
   * The largest payload of a UDP datagram over IPv4, in bytes: 65,535 minus 20 for the IP header
   * and 8 for the UDP header.
   */
  int BYTES_MAX = 65_507;

  /**
   * Receives a datagram. Blocks until one has arrived. Bytes that do not fit into {@code target}
   * are discarded without an error, so provide {@link #BYTES_MAX} bytes of space.
   *
   * @param target receives the payload at its position, which is advanced
   * @return the address of the sender, which is not authenticated
   * @throws ConnectionRefusedException on a connected socket, if the peer's machine has reported
   *     that no socket is bound to the peer's port (ICMP)
   * @throws SocketClosedException if this socket is closed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code target} is read-only
   */
  Address receive(ByteBuffer target) throws IOException;

  /**
   * Receives a datagram if one has arrived. Does not block.
   *
   * @param target receives the payload at its position, which is advanced
   * @return the address of the sender; null if no datagram has arrived, or if another thread is
   *     receiving
   * @throws ConnectionRefusedException as {@link #receive} does
   * @throws SocketClosedException if this socket is closed
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code target} is read-only
   */
  @Nullable Address tryReceive(ByteBuffer target) throws IOException;

  /**
   * Receives a datagram and the address that it was sent to. Blocks until one has arrived. A server
   * that is bound to every interface needs that address to {@link #reply}: a client with a
   * connected socket ignores a reply that comes from a different address than the address to which
   * the client has sent.
   *
   * <pre>{@code
   * ByteBuffer message = ByteBuffer.allocate(Datagrams.BYTES_MAX);
   * try (var socket = network.bind(Endpoint.parse("udp://:7007"), Options.none())) {
   *   Datagrams.Envelope received = socket.receiveEnvelope(message);
   *   socket.reply(message.flip(), received);
   * }
   * }</pre>
   *
   * @param target receives the payload at its position, which is advanced
   * @return the addresses of the datagram
   * @throws ConnectionRefusedException as {@link #receive} does
   * @throws SocketClosedException if this socket is closed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code target} is read-only
   */
  Envelope receiveEnvelope(ByteBuffer target) throws IOException;

  /**
   * Receives a datagram and the address that it was sent to, if a datagram has arrived. Does not
   * block.
   *
   * @param target receives the payload at its position, which is advanced
   * @return the addresses of the datagram; null if none has arrived, or if another thread is
   *     receiving
   * @throws ConnectionRefusedException as {@link #receive} does
   * @throws SocketClosedException if this socket is closed
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code target} is read-only
   */
  @Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException;

  /**
   * Sends a datagram to the sender of {@code received}, with {@link Envelope#local} as the source
   * address. If that address has been removed from this machine in the meantime, the system chooses
   * the source address, as for {@link #send(ByteBuffer, Address)}. Blocks while the send buffer of
   * the kernel is full.
   *
   * @param source its remaining bytes are the payload, and its position is advanced
   * @param received the result of {@link #receiveEnvelope} on this socket
   * @throws DatagramTooLargeException if the payload is too large; nothing was sent
   * @throws SocketClosedException if this socket is closed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalArgumentException if {@code received} was returned by a socket with another port
   * @throws IllegalStateException if this socket is connected to another address
   */
  void reply(ByteBuffer source, Envelope received) throws IOException;

  /**
   * Sends a datagram to the sender of {@code received} as {@link #reply} does, but does not block.
   *
   * @param source its remaining bytes are the payload; its position is advanced if the datagram is
   *     sent
   * @param received the result of {@link #receiveEnvelope} on this socket
   * @return whether the datagram was sent; false if the send buffer of the kernel is full, or if
   *     another thread is sending
   * @throws IOException as {@link #reply} does
   * @throws IllegalArgumentException if {@code received} was returned by a socket with another port
   * @throws IllegalStateException if this socket is connected to another address
   */
  boolean tryReply(ByteBuffer source, Envelope received) throws IOException;

  /**
   * Sends a datagram. Blocks while the send buffer of the kernel is full.
   *
   * @param source its remaining bytes are the payload, and its position is advanced
   * @param target where to send; for a broadcast address, set {@link Option#BROADCAST} first
   * @throws DatagramTooLargeException if the payload is too large; nothing was sent
   * @throws AddressUnavailableException if the system does not permit this target, such as a
   *     broadcast address
   * @throws UnreachableException if there is no route
   * @throws SocketClosedException if this socket is closed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if this socket is connected to another address
   */
  void send(ByteBuffer source, Address target) throws IOException;

  /**
   * Sends a datagram to the peer of a connected socket; see {@link
   * Network#connectDatagrams(Endpoint, Options)}. Blocks while the send buffer of the kernel is
   * full. The portable engine cannot send an empty datagram this way and throws a {@link
   * SystemCallException}.
   *
   * @param source its remaining bytes are the payload, and its position is advanced
   * @throws ConnectionRefusedException if the peer's machine has reported, about an earlier
   *     datagram, that no socket is bound to the peer's port (ICMP)
   * @throws DatagramTooLargeException if the payload is too large; nothing was sent
   * @throws SocketClosedException if this socket is closed
   * @throws DeadlineExceededException if a deadline of the thread passes first
   * @throws OperationInterruptedException if the thread is interrupted
   * @throws IOException if another I/O error occurs
   * @throws IllegalStateException if this socket is not connected
   */
  void send(ByteBuffer source) throws IOException;

  /**
   * Sends a datagram as {@link #send(ByteBuffer, Address)} does, but does not block.
   *
   * @param source its remaining bytes are the payload; its position is advanced if the datagram is
   *     sent
   * @param target where to send
   * @return whether the datagram was sent; false if the send buffer of the kernel is full, or if
   *     another thread is sending
   * @throws IOException as {@link #send(ByteBuffer, Address)} does
   * @throws IllegalStateException if this socket is connected to another address
   */
  boolean trySend(ByteBuffer source, Address target) throws IOException;

  /**
   * Joins a multicast group (RFC 1112 §7.1; IP_ADD_MEMBERSHIP, ip(7); IPV6_ADD_MEMBERSHIP,
   * ipv6(7)). Until the membership or this socket is closed, this socket also receives datagrams
   * that are sent to the address of the group and the port of this socket. Does not block.
   *
   * <p>Bind the socket to the group's port at every interface: {@code udp://0.0.0.0:5007}, or
   * {@code udp://[::]:5007} for an IPv6 group. Set {@link Option#REUSE_ADDRESS} if other sockets of
   * this machine use the same port. A socket that only sends to a group need not join it.
   *
   * @param group 224.0.0.0 to 239.255.255.255, or ff00::/8; its port is ignored
   * @param interfaceName the interface at which datagrams to the group arrive, such as {@code
   *     eth0}. If empty, the zone of {@code group} is used; without a zone, the system chooses. To
   *     join a group at several interfaces, call this method once for each interface
   * @return the membership, which ends when the membership or this socket is closed
   * @throws AddressUnavailableException if {@code group} is not a multicast address or is of
   *     another family than the socket, if there is no such interface, or if this socket has
   *     already joined the group at this interface
   * @throws SocketClosedException if this socket is closed
   * @throws IOException if another I/O error occurs
   */
  Membership join(Address.Inet group, String interfaceName) throws IOException;

  /**
   * The addresses of a datagram that was received.
   *
   * <p>If the socket is bound to one address or connected, {@code destination} and {@code local}
   * are both {@link Datagrams#local}. They can differ if the socket is bound to every interface
   * ({@code udp://:7007}). In that case, an engine without {@link
   * switchboard.net.spi.Capability#DATAGRAM_DESTINATION} does not know the destination, and {@code
   * destination} and {@code local} are both the wildcard address.
   *
   * @param source the address of the sender. It is not authenticated: a host can put any source
   *     address into a datagram
   * @param destination the address that the datagram was sent to: an address of this machine, a
   *     multicast group or a broadcast address, with the port of this socket
   * @param local the address of this machine from which {@link #reply} sends. Usually equal to
   *     {@code destination}. If the datagram was sent to a multicast group or a broadcast address,
   *     this is the address that the system prefers for replies ({@code ipi_spec_dst}, ip(7)), or
   *     the wildcard address if the system chooses the address only when the reply is sent
   */
  record Envelope(Address source, Address destination, Address local) {}

  /**
   * Closes the socket and ends all its memberships. Calls that are blocked on it throw {@link
   * SocketClosedException}. Does not block. Further calls have no effect.
   */
  @Override
  void close();

  /** {@return whether {@link #close} has not been called yet} */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /**
   * {@return the address of this socket; if it was bound to port 0, with the port that the system
   * has chosen}
   */
  Address local();

  /** {@return the options of the socket, which can be read and changed while the socket is open} */
  ConnectionOptions options();
}
