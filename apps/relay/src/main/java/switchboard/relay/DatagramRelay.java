package switchboard.relay;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Connection;
import switchboard.net.Datagrams;
import switchboard.net.Deadline;
import switchboard.net.DeadlineExceededException;
import switchboard.net.Failure;
import switchboard.net.Source;

/**
 * Forwards standard input as datagrams to a peer, and the peer's datagrams to standard output. The
 * calling thread receives datagrams, and a virtual thread sends datagrams. An instance can be used
 * only once. When the relay ends, it closes the socket, but not the standard streams.
 */
public final class DatagramRelay {
  /**
   * The maximum size in bytes of the datagrams that a relay sends. Almost every network can
   * transmit datagrams of this size without fragmentation.
   */
  public static final int SENT_BYTES_MAX = 1_400;

  private static final int RECEIVED_BYTES_MAX = 65_535;

  private final DatagramPeer socket;
  private final RelayOptions options;
  private final SharedStandardStreams streams;
  private final boolean lines;
  private final Thread sender =
      Thread.ofVirtual().name("switchboard-relay datagrams").unstarted(this::send);

  /**
   * The deadline of the receiving thread. Another thread makes this deadline expire to wake the
   * receiving thread.
   */
  private volatile @Nullable Deadline limit;

  /**
   * The last datagram from the peer. The relay sends each of its datagrams as a reply to that
   * datagram. Null if the socket is connected, or no datagram has arrived yet.
   */
  private volatile Datagrams.@Nullable Envelope replied;

  private volatile @Nullable IOException failure;
  private volatile boolean inputEnded;
  private volatile long sent;
  private long receivedBytes; // confined to the thread that receives

  /**
   * Creates a relay between {@code streams} and {@code socket}.
   *
   * @param lines true to send each line of the input as a datagram, which is suitable for a
   *     terminal; false to send the bytes that each read returns, at most {@link #SENT_BYTES_MAX},
   *     as a datagram
   */
  public DatagramRelay(Datagrams socket, Connection streams, RelayOptions options, boolean lines) {
    this(DatagramPeer.of(socket), streams, options, lines);
  }

  /**
   * Creates a relay between {@code streams} and a peer whose name may have several addresses. The
   * relay uses the first address that does not refuse datagrams.
   */
  public DatagramRelay(
      DatagramPeer socket, Connection streams, RelayOptions options, boolean lines) {
    this.socket = socket;
    this.streams = new SharedStandardStreams(streams, options);
    this.options = options;
    this.lines = lines;
  }

  /** Is notified of the address of the peer. */
  @FunctionalInterface
  public interface PeerListener {
    /** Called when the first datagram from the peer has arrived. */
    void onPeer(Address peer);
  }

  /**
   * Forwards data to and from the peer of a connected socket. Returns when no datagram has arrived
   * for {@link RelayOptions#timeout} after EOF of the input.
   *
   * @throws switchboard.net.ConnectionRefusedException if the peer's host reports that the port is
   *     closed
   * @throws OutputLostException if writing to standard output fails
   * @throws DeadlineExceededException if the idle timeout expires
   */
  public RelayStatistics runClient() throws IOException {
    return run(true, _ -> {});
  }

  /**
   * Forwards data to and from the sender of the first datagram, and ignores all other senders. With
   * {@link RelayOptions#keepOpen}, accepts datagrams from every sender, and sends to the sender of
   * the last datagram. Never returns normally, because datagrams have no EOF.
   *
   * @throws OutputLostException if writing to standard output fails
   * @throws DeadlineExceededException if the idle timeout expires
   */
  public RelayStatistics runServer(PeerListener listener) throws IOException {
    return run(false, listener);
  }

  private RelayStatistics run(boolean client, PeerListener listener) throws IOException {
    Duration idle = options.idleTimeout();
    try (Deadline own = Deadline.never()) {
      limit = own;
      moved();
      if (client) {
        sender.start();
      }
      receiveAll(client, listener);
    } catch (DeadlineExceededException e) {
      throwFailure();
      if (!client || !inputEnded) {
        throw idle.isPositive() ? silent(idle) : e;
      }
    } finally {
      streams.close(); // closing wakes the sending thread
      socket.close();
      awaitSender();
    }
    return new RelayStatistics(sent, receivedBytes);
  }

  private void receiveAll(boolean client, PeerListener listener) throws IOException {
    var message = ByteBuffer.allocateDirect(RECEIVED_BYTES_MAX);
    while (true) {
      Datagrams.Envelope received = socket.receiveEnvelope(message.clear());
      Address from = received.source();
      Datagrams.Envelope before = replied;
      boolean first = !client && before == null;
      if (!client && !options.keepOpen() && before != null && !from.equals(before.source())) {
        continue;
      }
      if (!client) {
        replied = received; // the peer may have sent this datagram to a new address of this host
      }
      if (first) {
        listener.onPeer(from);
        sender.start();
      }
      receivedBytes += message.position();
      streams.write(message.flip());
      moved();
    }
  }

  /**
   * Restarts the timeout of the receiving thread. Before EOF of the input, this timeout is the idle
   * timeout; after EOF, the time to wait for replies.
   */
  private synchronized void moved() {
    Deadline current = limit;
    if (current != null && failure == null) {
      boolean last = inputEnded && replied == null;
      Duration idle =
          options.idleTimeout().isPositive()
              ? options.idleTimeout()
              : ChronoUnit.FOREVER.getDuration();
      current.resetAfter(last ? options.timeout().orElse(RelayOptions.DATAGRAMS) : idle);
    }
  }

  private void send() {
    try {
      ByteBuffer message = lines ? line(streams.source()) : nextPiece();
      while (message != null) {
        sendOne(message);
        message = lines ? line(streams.source()) : nextPiece();
      }
      inputEnded = true;
      moved();
    } catch (IOException e) {
      fail(e);
    }
  }

  private synchronized void fail(IOException e) {
    failure = e;
    Deadline current = limit;
    if (current != null) {
      current.expireNow();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the sending thread writes this
  private void sendOne(ByteBuffer message) throws IOException {
    int count = message.remaining();
    Datagrams.Envelope received = replied;
    if (received == null) {
      socket.send(message);
    } else {
      socket.reply(message, received);
    }
    sent += count;
    moved();
  }

  private @Nullable ByteBuffer nextPiece() throws IOException {
    var piece = ByteBuffer.allocate(SENT_BYTES_MAX);
    return streams.read(piece) < 0 ? null : piece.flip();
  }

  /**
   * Reads a line with its terminator. If the line does not fit into a datagram, reads only as many
   * bytes of the line as fit. Returns null at EOF.
   */
  static @Nullable ByteBuffer line(Source source) throws IOException {
    int length = 0;
    boolean ended = false;
    while (!ended && length < SENT_BYTES_MAX && source.request(length + 1)) {
      int available = Math.min(source.buffered(), SENT_BYTES_MAX);
      int at = source.indexOf((byte) '\n', length, available);
      ended = at >= 0;
      length = ended ? at + 1 : available;
    }
    return length == 0 ? null : ByteBuffer.wrap(source.readExactly(length));
  }

  private void throwFailure() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private DeadlineExceededException silent(Duration idle) throws IOException {
    Datagrams.Envelope last = replied;
    Address peer = last == null ? null : last.source();
    return new DeadlineExceededException(
        new Failure("receive", socket.local(), peer, "idle timeout after " + seconds(idle) + " s"));
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private void awaitSender() {
    boolean interrupted = false;
    while (sender.isAlive()) {
      try {
        sender.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
