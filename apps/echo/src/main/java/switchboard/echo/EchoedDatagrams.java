package switchboard.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;

/**
 * Sends datagrams to an echo server, and receives the reply to each datagram. Confined to one
 * thread.
 */
final class EchoedDatagrams {
  private static final int REPLY_BYTES_MAX = 65_535;

  private final Datagrams socket;
  private final Duration timeout;
  private final ByteBuffer reply = ByteBuffer.allocateDirect(REPLY_BYTES_MAX);

  /**
   * Creates an instance that exchanges datagrams with the peer of {@code socket}, with this timeout
   * for each reply.
   */
  EchoedDatagrams(Datagrams socket, Duration timeout) {
    this.socket = socket;
    this.timeout = timeout;
  }

  /**
   * Sends a datagram, passes the reply to {@code output}, and returns the number of bytes in the
   * reply.
   */
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

  /**
   * Discards received datagrams before the next datagram is sent. The network may have duplicated a
   * reply, and the duplicate would look like the reply to the next datagram.
   */
  private void discardDuplicates() throws IOException {
    while (socket.tryReceive(reply.clear()) != null) {
      // The datagram is discarded.
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
