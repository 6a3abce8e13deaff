package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Datagrams;

/**
 * One datagram that a {@link DatagramServer} has received.
 *
 * @since 0.1.0
 */
public interface Datagram {
  /**
   * Returns the content, from the buffer's position to its limit. The server owns the buffer and
   * reuses it for the next datagram. The handler may read it, change it and pass it to {@link
   * #reply} until the handler returns, and must copy what it needs afterwards.
   *
   * @return the content; without remaining bytes for an empty datagram
   */
  ByteBuffer content();

  /**
   * {@return the source address} It does not authenticate the sender: UDP sources can be forged.
   */
  Address sender();

  /**
   * Returns the address of this host from which {@link #reply} sends: the one that the sender
   * addressed, even if the socket is bound to every interface. An engine without {@link
   * switchboard.net.spi.Capability#DATAGRAM_DESTINATION} returns the address of the socket.
   *
   * @return the local address for replies
   */
  Address local();

  /**
   * {@return the address that the datagram was sent to: {@link #local}, or a multicast group or
   * broadcast address (see {@link Datagrams.Envelope})}
   */
  Address destination();

  /**
   * Sends the remaining bytes of {@code reply} to the sender, from {@link #local}, so that a client
   * with a connected socket accepts them. Blocks while the kernel's buffer is full. Any thread may
   * call it, any number of times, and after the handler has returned too.
   *
   * @param reply owned by the caller; may be {@link #content}
   * @throws switchboard.net.DatagramTooLargeException if it exceeds the maximum size of a datagram
   * @throws switchboard.net.SocketClosedException if the server has been closed
   * @throws IOException if the kernel reports another error
   */
  void reply(ByteBuffer reply) throws IOException;
}
