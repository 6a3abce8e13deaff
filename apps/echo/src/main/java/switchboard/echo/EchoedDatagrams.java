package switchboard.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;

/** Sends datagrams to an echo server, and receives the reply to each. Confined to one thread. */
final class EchoedDatagrams {
  private static final int REPLY_BYTES_MAX = 65_535;

  private final Datagrams socket;
  private final Duration timeout;
  private final ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES_MAX);

  /** Creates an exchange with the peer of {@code socket}, and a timeout for each reply. */
  EchoedDatagrams(Datagrams socket, Duration timeout) {
    this.socket = socket;
    this.timeout = timeout;
  }

  /** Sends a datagram, passes the reply to {@code output}, and returns its number of bytes. */
  long exchange(ByteBuffer message, EchoClient.Output output) throws IOException {
    var sent = message.duplicate();
    try (var _ = Deadline.after(timeout)) {
      discardDuplicates();
      socket.send(message);
      socket.receive(reply.clear());
    }
    reply.flip();
    long count = reply.remaining();
    boolean equal = reply.equals(sent);
    output.write(reply);
    if (!equal) {
      throw new EchoMismatchException(
          "the reply of "
              + count
              + " bytes differs from the datagram of "
              + sent.remaining()
              + " bytes that was sent");
    }
    return count;
  }

  /** Discards datagrams that arrived twice, which would be taken for the reply to the next one. */
  private void discardDuplicates() throws IOException {
    while (socket.tryReceive(reply.clear()) != null) {
      // Discard it.
    }
  }

  long exchangeAll(EchoClient.Input input, EchoClient.Output output) throws IOException {
    var message = ByteBuffer.allocateDirect(Datagrams.BYTES_MAX);
    long count = 0;
    boolean more = true;
    while (more) {
      message.clear();
      while (more && message.hasRemaining()) {
        more = input.read(message) >= 0;
      }
      if (message.flip().hasRemaining()) {
        count += exchange(message, output);
      }
    }
    return count;
  }
}
