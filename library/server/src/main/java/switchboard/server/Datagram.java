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
   * Returns the content, from the position of the buffer to its limit. The server owns the buffer
   * and reuses it for the next datagram. Until the handler returns, the handler may read the
   * buffer, change its content and pass the buffer to {@link #reply}. If the content is needed
   * after the handler has returned, the handler must copy the content.
   *
   * @return the content; if the datagram is empty, the buffer has no remaining bytes
   */
  ByteBuffer content();

  /**
   * {@return the source address} The address does not authenticate the sender, because the source
   * of a UDP datagram can be forged.
   */
  Address sender();

  /**
   * Returns the local address from which {@link #reply} sends. This is the address to which the
   * sender has sent the datagram, even if the socket is bound to every interface. On an engine
   * without {@link switchboard.net.spi.Capability#DATAGRAM_DESTINATION}, this is the address of the
   * socket.
   *
   * @return the local address for replies
   */
  Address local();

  /**
   * {@return the address to which the datagram was sent: {@link #local}, a multicast group or a
   * broadcast address (see {@link Datagrams.Envelope})}
   */
  Address destination();

  /**
   * Sends the remaining bytes of {@code reply} to the sender. The source address of the reply is
   * {@link #local}, so a client with a connected socket accepts it. Blocks while the kernel's send
   * buffer is full. Any thread may call this method any number of times, even after the handler has
   * returned.
   *
   * @param reply the content of the reply; the buffer still belongs to the caller. May be {@link
   *     #content}
   * @throws switchboard.net.DatagramTooLargeException if the reply exceeds the maximum size of a
   *     datagram
   * @throws switchboard.net.SocketClosedException if the server has been closed
   * @throws IOException if the kernel reports another error
   */
  void reply(ByteBuffer reply) throws IOException;
}
