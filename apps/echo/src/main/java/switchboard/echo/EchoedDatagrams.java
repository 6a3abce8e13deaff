package switchboard.echo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;

/** Datagrams that are sent and come back, one at a time. Belongs to the thread that sends. */
final class EchoedDatagrams {
  private static final int ANSWER_BYTES_MAX = 65_535;

  private final Datagrams socket;
  private final Duration timeout;
  private final ByteBuffer answer = ByteBuffer.allocateDirect(ANSWER_BYTES_MAX);

  /** Sends to the peer of {@code socket}, and waits for each answer for {@code timeout}. */
  EchoedDatagrams(Datagrams socket, Duration timeout) {
    this.socket = socket;
    this.timeout = timeout;
  }

  /** Sends what remains in {@code message}, and hands on the datagram that comes back. */
  long exchange(ByteBuffer message, EchoClient.Output output) throws IOException {
    var sent = message.duplicate();
    try (var _ = Deadline.after(timeout)) {
      forgetDuplicates();
      socket.send(message);
      socket.receive(answer.clear());
    }
    answer.flip();
    long count = answer.remaining();
    boolean equal = answer.equals(sent);
    output.write(answer);
    if (!equal) {
      throw new EchoMismatchException(
          "the datagram that came back has "
              + count
              + " bytes and is not the one of "
              + sent.remaining()
              + " that was sent");
    }
    return count;
  }

  /** A datagram may arrive twice; the second one is no answer to the next message. */
  private void forgetDuplicates() throws IOException {
    while (socket.tryReceive(answer.clear()) != null) {
      // An old one.
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
