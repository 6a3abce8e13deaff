package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Datagrams;

/** One datagram that a {@link DatagramServer} received: for the handler, while it runs. */
public interface Datagram {
  /**
   * Returns the content, from position to limit; empty for an empty datagram. The server owns the
   * buffer: the handler may read it, change it and send it back until it returns; afterwards the
   * buffer holds the next datagram. Copy what is to be kept.
   */
  ByteBuffer content();

  /** Returns the source address. It is not proof of the sender: over UDP it can be forged. */
  Address sender();

  /**
   * Returns the address of this host at which it arrived and from which {@link #reply} sends: the
   * one that the sender addressed, even where the server is bound to every interface. An engine
   * without {@link switchboard.net.spi.Capability#DATAGRAM_DESTINATION} gives the address of the
   * socket.
   */
  Address local();

  /**
   * Returns the address that it was sent to: {@link #local}, or the multicast group or broadcast
   * address by which it arrived (see {@link Datagrams.Envelope}).
   */
  Address destination();

  /**
   * Sends the remaining bytes of {@code reply} to the sender, from {@link #local}, so that a client
   * with a connected socket receives them. Blocks while the kernel's buffer is full. May be called
   * any number of times, by any thread, also after the handler has returned.
   *
   * @throws switchboard.net.DatagramTooLargeException when it exceeds the size of a datagram
   * @throws switchboard.net.SocketClosedException when the server has been closed
   */
  void reply(ByteBuffer reply) throws IOException;
}
