package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Datagrams;

/** One message that came to a {@link DatagramServer}: for the service, during its call. */
public final class Datagram {
  private final DatagramCounters counters;
  private final Datagrams socket;
  private final Datagrams.Envelope envelope;
  private final ByteBuffer content;

  public Datagram(
      DatagramCounters counters,
      Datagrams socket,
      Datagrams.Envelope envelope,
      ByteBuffer content) {
    this.counters = counters;
    this.socket = socket;
    this.envelope = envelope;
    this.content = content;
  }

  /**
   * What it says, from position to limit; empty for an empty message. The buffer is the server's:
   * it may be read, changed and sent back until the call returns, and holds the next message
   * afterwards. Copy what is to be kept.
   */
  public ByteBuffer content() {
    return content;
  }

  /** Who sent it, as far as one can believe: over UDP anybody may write any sender. */
  public Address sender() {
    return envelope.source();
  }

  /**
   * The address of this host at which it came and from which {@link #reply} sends: the one that the
   * sender asked, even where the server is bound to every interface. An engine without {@link
   * switchboard.net.spi.Capability#DATAGRAM_DESTINATION} gives the address of the socket.
   */
  public Address local() {
    return envelope.local();
  }

  /**
   * Where it was sent to: {@link #local}, or the multicast group or broadcast address by which it
   * came (see {@link Datagrams.Envelope}).
   */
  public Address destination() {
    return envelope.destination();
  }

  /**
   * Sends what remains in {@code answer} to the sender, from {@link #local}, so that a client whose
   * socket is connected hears it; blocks while the kernel's buffer is full. Any number of times,
   * any thread, also after the call.
   *
   * @throws switchboard.net.DatagramTooLargeException when it is larger than a datagram can be
   */
  public void reply(ByteBuffer answer) throws IOException {
    socket.reply(answer, envelope);
    counters.countSent();
  }

  @Override
  public String toString() {
    return "datagram from " + sender();
  }
}
