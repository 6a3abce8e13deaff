package switchboard.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connectionless socket (udp(7)): each send is one message, which arrives whole, once, several
 * times, late, or not at all. Blocking, deadlines and closing are as for a {@link Connection};
 * several threads may send and receive, and take turns.
 */
public interface Datagrams extends Selectable {

  /** The largest message over UDP and IPv4: 65,535 less 20 of IP and 8 of UDP. */
  int BYTES_MAX = 65_507;

  /**
   * Blocks until a message has come, and puts it into {@code target}. What does not fit is lost
   * without a word, so give it room: {@link #BYTES_MAX}.
   *
   * @return who sent it
   * @throws ConnectionRefusedException on a connected socket whose peer said that nobody listens
   *     there
   */
  Address receive(ByteBuffer target) throws IOException;

  /** Like {@link #receive}, but returns null when none is waiting. */
  @Nullable Address tryReceive(ByteBuffer target) throws IOException;

  /**
   * Like {@link #receive}, and also returns the address that the message was sent to. A server that
   * is bound to every interface needs it, because a client whose socket is connected ignores a
   * reply from any other address than the one that it asked:
   *
   * <pre>{@code
   * ByteBuffer message = ByteBuffer.allocate(Datagrams.BYTES_MAX);
   * try (var socket = network.bind(Endpoint.parse("udp://:7007"), Options.none())) {
   *   Datagrams.Envelope received = socket.receiveEnvelope(message);
   *   socket.reply(message.flip(), received);
   * }
   * }</pre>
   *
   * @throws ConnectionRefusedException as {@link #receive}
   */
  Envelope receiveEnvelope(ByteBuffer target) throws IOException;

  /** Like {@link #receiveEnvelope}, but returns null when no message is waiting. */
  @Nullable Envelope tryReceiveEnvelope(ByteBuffer target) throws IOException;

  /**
   * Sends what remains in {@code source} to the sender of a message that this socket received, from
   * {@link Envelope#local}; blocks while the kernel's buffer is full. When that address has
   * meanwhile been removed from this host, the system chooses the source address, as for {@link
   * #send(ByteBuffer, Address)}.
   *
   * @throws DatagramTooLargeException when it is larger than a datagram can be; nothing was sent
   * @throws IllegalArgumentException when a socket with another port received the message
   */
  void reply(ByteBuffer source, Envelope received) throws IOException;

  /** Like {@link #reply}, but returns false where it would block. */
  boolean tryReply(ByteBuffer source, Envelope received) throws IOException;

  /**
   * Sends what remains in {@code source} as one message; blocks while the kernel's buffer is full.
   *
   * @throws DatagramTooLargeException when it is larger than a datagram can be; nothing was sent
   */
  void send(ByteBuffer source, Address target) throws IOException;

  /**
   * Like {@link #send(ByteBuffer, Address)}, to the peer of a connected socket. The portable engine
   * can't send an empty message this way, and says so.
   *
   * @throws IllegalStateException when the socket has no peer
   */
  void send(ByteBuffer source) throws IOException;

  /** Like {@link #send(ByteBuffer, Address)}, but returns false where it would block. */
  boolean trySend(ByteBuffer source, Address target) throws IOException;

  /**
   * Joins a multicast group (RFC 1112 §7.1; ip(7), IP_ADD_MEMBERSHIP; ipv6(7),
   * IPV6_ADD_MEMBERSHIP): from now on this socket also receives what is sent to the group and to
   * its own port. So bind it to the group's port at every interface, {@code udp://0.0.0.0:5007}, or
   * {@code udp://[::]:5007} for groups of IPv6, with {@link Option#REUSE_ADDRESS} where others of
   * this host want to hear too. Who only sends to a group need not join it. Does not block.
   *
   * @param group 224.0.0.0 to 239.255.255.255, or ff00::/8; its port does not count
   * @param interfaceName by which it comes in, such as {@code eth0}; empty for the group's zone, or
   *     else the system's choice. One group may be joined at several interfaces
   * @return the membership, which ends when it is closed, and with the socket
   * @throws AddressUnavailableException when {@code group} is none, or of another family than the
   *     socket; when there is no such interface; or when it is joined there already
   */
  Membership join(Address.Inet group, String interfaceName) throws IOException;

  /**
   * The addresses of a message that was received.
   *
   * <p>A socket that is bound to one address, or connected, receives at {@link Datagrams#local}
   * alone, so both {@code destination} and {@code local} are that address. The distinction matters
   * for a socket bound to every interface ({@code udp://:7007}). An engine without {@link
   * switchboard.net.spi.Capability#DATAGRAM_DESTINATION} cannot tell there, and gives {@link
   * Datagrams#local}, the wildcard address, for both.
   *
   * @param source the sender, which is not authenticated: anybody can write any source address
   * @param destination where the message was sent to: an address of this host, a multicast group or
   *     a broadcast address, with the port of the socket
   * @param local the address of this host from which {@link #reply} sends: {@code destination}, or
   *     for a message to a group or a broadcast address the one that the system prefers (ip(7),
   *     {@code ipi_spec_dst}). The wildcard address where the system is to choose when it sends
   */
  record Envelope(Address source, Address destination, Address local) {}

  /** Wakes those who are blocked, and ends all memberships. Repeatable. */
  @Override
  void close();

  /** Whether {@link #close} was not called. */
  boolean isOpen();

  @Override
  default boolean isBroken() {
    return !isOpen();
  }

  /** This side's address, with the port that the system chose. */
  Address local();

  /** The knobs of the socket. */
  ConnectionOptions options();
}
