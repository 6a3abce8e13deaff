package switchboard.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Datagrams;

/** One message that came to a {@link DatagramServer}: for the service, during its call. */
public final class Datagram {
  private final DatagramCounters counters;
  private final Datagrams socket;
  private final Address sender;
  private final ByteBuffer content;

  Datagram(DatagramCounters counters, Datagrams socket, Address sender, ByteBuffer content) {
    this.counters = counters;
    this.socket = socket;
    this.sender = sender;
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
    return sender;
  }

  /** The address of this server's socket at which it came. */
  public Address local() {
    return socket.local();
  }

  /**
   * Sends what remains in {@code answer} to the sender, from where the message came; blocks while
   * the kernel's buffer is full. Any number of times, any thread, also after the call.
   *
   * @throws switchboard.net.MessageTooLongException when it is larger than a datagram can be
   */
  public void answer(ByteBuffer answer) throws IOException {
    socket.send(answer, sender);
    counters.countSent();
  }

  @Override
  public String toString() {
    return "datagram from " + sender;
  }
}
