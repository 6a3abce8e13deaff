package switchboard.server.internal.datagram;

import java.io.IOException;
import java.nio.ByteBuffer;
import switchboard.net.Address;
import switchboard.net.Datagrams;
import switchboard.server.Datagram;

/** Implementation of {@link Datagram}. */
final class ReceivedDatagram implements Datagram {
  private final DatagramServerCounters counters;
  private final Datagrams socket;
  private final Datagrams.Envelope envelope;
  private final ByteBuffer content;

  ReceivedDatagram(
      DatagramServerCounters counters,
      Datagrams socket,
      Datagrams.Envelope envelope,
      ByteBuffer content) {
    this.counters = counters;
    this.socket = socket;
    this.envelope = envelope;
    this.content = content;
  }

  @Override
  public ByteBuffer content() {
    return content;
  }

  @Override
  public Address sender() {
    return envelope.source();
  }

  @Override
  public Address local() {
    return envelope.local();
  }

  @Override
  public Address destination() {
    return envelope.destination();
  }

  @Override
  public void reply(ByteBuffer answer) throws IOException {
    socket.reply(answer, envelope);
    counters.countSent();
  }

  @Override
  public String toString() {
    return "datagram from " + sender();
  }
}
