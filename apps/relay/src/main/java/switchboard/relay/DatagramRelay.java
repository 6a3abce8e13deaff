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
 * calling thread receives, and a virtual thread sends. An instance is used once. It closes the
 * socket, and leaves the streams open.
 */
public final class DatagramRelay {
  /** The maximum size of datagrams that it sends: almost no network has to fragment them. */
  public static final int SENT_BYTES_MAX = 1_400;

  private static final int RECEIVED_BYTES_MAX = 65_535;

  private final DatagramPeer socket;
  private final RelayOptions options;
  private final SharedStandardStreams streams;
  private final boolean lines;
  private final Thread sender =
      Thread.ofVirtual().name("switchboard-relay datagrams").unstarted(this::send);

  /** The deadline of the thread that receives, which other threads may expire. */
  private volatile @Nullable Deadline limit;

  /**
   * The last datagram of the peer, to which this side replies. Null if the socket is connected, or
   * if none has arrived yet.
   */
  private volatile Datagrams.@Nullable Envelope replied;

  private volatile @Nullable IOException failure;
  private volatile boolean inputEnded;
  private volatile long sent;
  private long receivedBytes; // confined to the thread that receives

  /**
   * Creates a relay between {@code streams} and {@code socket}.
   *
   * @param lines true to send each line of the input as a datagram, which suits a terminal; false
   *     to send the bytes of each read, up to {@link #SENT_BYTES_MAX}
   */
  public DatagramRelay(Datagrams socket, Connection streams, RelayOptions options, boolean lines) {
    this(DatagramPeer.of(socket), streams, options, lines);
  }

  /** Creates a relay to the first address of a name that does not refuse datagrams. */
  public DatagramRelay(
      DatagramPeer socket, Connection streams, RelayOptions options, boolean lines) {
    this.socket = socket;
    this.streams = new SharedStandardStreams(streams, options);
    this.options = options;
    this.lines = lines;
  }

  /** Receives the address of the peer. */
  @FunctionalInterface
  public interface PeerListener {
    /** Called when the first datagram of the peer has arrived. */
    void onPeer(Address peer);
  }

  /**
   * Relays to the peer of a connected socket. Returns when the input has reached EOF and then no
   * datagram has arrived for {@link RelayOptions#timeout}.
   *
   * @throws switchboard.net.ConnectionRefusedException if the peer's host reports a closed port
   * @throws OutputLostException if writing to standard output fails
   * @throws DeadlineExceededException if the idle timeout passes
   */
  public RelayStatistics runClient() throws IOException {
    return run(true, _ -> {});
  }

  /**
   * Relays to the sender of the first datagram, and ignores other senders. With {@link
   * RelayOptions#keepOpen} it accepts datagrams from every sender, and sends to the last one. Does
   * not return: datagrams have no EOF.
   *
   * @throws OutputLostException if writing to standard output fails
   * @throws DeadlineExceededException if the idle timeout passes
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
      streams.close(); // which wakes the sender
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
        replied = received; // the peer may have used another address of this host than before
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

  /** Restarts the timeout: the one for replies after EOF of the input, else the idle timeout. */
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

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the sending thread writes it
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
   * Reads a line with its terminator, or as many bytes of it as fit into a datagram. Returns null
   * at EOF.
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
