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
 * Plugs two standard streams through to a peer of datagrams. The thread that plugs receives; a
 * virtual thread of its own sends. Used once; it closes the socket, and leaves the streams open.
 */
public final class DatagramRelay {
  /** What fits into one packet of almost every network, so that none is cut up on its way. */
  public static final int SENT_BYTES_MAX = 1_400;

  private static final int RECEIVED_BYTES_MAX = 65_535;

  private final DatagramPeer socket;
  private final RelayOptions options;
  private final SharedStandardStreams streams;
  private final boolean lines;
  private final Thread sender =
      Thread.ofVirtual().name("switchboard-relay datagrams").unstarted(this::send);

  /** Expires when it is over; owned by the thread that receives. */
  private volatile @Nullable Deadline limit;

  /**
   * The message to reply to, whose sender is the peer; null = the peer of a connected socket, or
   * nobody so far.
   */
  private volatile Datagrams.@Nullable Envelope replied;

  private volatile @Nullable IOException failure;
  private volatile boolean inputEnded;
  private volatile long sent;
  private long receivedBytes; // confined to the thread that receives

  /**
   * A plug between {@code streams} and {@code socket}.
   *
   * @param lines whether each line of the input is a datagram, as for somebody who types; else each
   *     piece that comes, up to {@link #SENT_BYTES_MAX} bytes
   */
  public DatagramRelay(Datagrams socket, Connection streams, RelayOptions options, boolean lines) {
    this(DatagramPeer.of(socket), streams, options, lines);
  }

  /** A plug between {@code streams} and the first address of a name that does not refuse. */
  public DatagramRelay(
      DatagramPeer socket, Connection streams, RelayOptions options, boolean lines) {
    this.socket = socket;
    this.streams = new SharedStandardStreams(streams, options);
    this.options = options;
    this.lines = lines;
  }

  /** Hears whom the plug talks to. */
  @FunctionalInterface
  public interface PeerListener {
    /** The first datagram has come from there. */
    void onPeer(Address peer);
  }

  /**
   * Talks to the peer of a connected socket until the input has ended and then nothing has come for
   * the patience.
   *
   * @throws switchboard.net.ConnectionRefusedException when the peer's machine says that nobody
   *     listens
   * @throws OutputLostException when the output takes no more
   * @throws DeadlineExceededException when nothing has moved for the idle time
   */
  public RelayStatistics runClient() throws IOException {
    return run(true, _ -> {});
  }

  /**
   * Talks to whoever sends first, and to nobody else; with streams that are kept open, to everybody
   * who sends, and answers the last. Until the idle time: datagrams have no end.
   */
  public RelayStatistics runServer(PeerListener greeting) throws IOException {
    return run(false, greeting);
  }

  private RelayStatistics run(boolean talking, PeerListener greeting) throws IOException {
    Duration idle = options.idleTimeout();
    try (Deadline own = Deadline.never()) {
      limit = own;
      moved();
      if (talking) {
        sender.start();
      }
      receiveAll(talking, greeting);
    } catch (DeadlineExceededException e) {
      throwFailure();
      if (!talking || !inputEnded) {
        throw idle.isPositive() ? silent(idle) : e;
      }
    } finally {
      streams.close(); // which wakes the sender
      socket.close();
      awaitSender();
    }
    return new RelayStatistics(sent, receivedBytes);
  }

  private void receiveAll(boolean talking, PeerListener greeting) throws IOException {
    var message = ByteBuffer.allocateDirect(RECEIVED_BYTES_MAX);
    while (true) {
      Datagrams.Envelope received = socket.receiveEnvelope(message.clear());
      Address from = received.source();
      Datagrams.Envelope before = replied;
      boolean first = !talking && before == null;
      if (!talking && !options.keepOpen() && before != null && !from.equals(before.source())) {
        continue;
      }
      if (!talking) {
        replied = received; // its peer may ask another address of this host than before
      }
      if (first) {
        greeting.onPeer(from);
        sender.start();
      }
      receivedBytes += message.position();
      streams.write(message.flip());
      moved();
    }
  }

  /** The time of silence begins again; which one it is depends on whether the input has ended. */
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

  @SuppressWarnings("NonAtomicVolatileUpdate") // nobody else writes it
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
   * Takes a line with its ending, or as much as fits into a datagram; what is typed is never longer
   * than the terminal's 4,096 bytes. Null at the end.
   */
  static @Nullable ByteBuffer line(Source source) throws IOException {
    int length = 0;
    boolean ended = false;
    while (!ended && length < SENT_BYTES_MAX && source.request(length + 1)) {
      int there = Math.min(source.buffered(), SENT_BYTES_MAX);
      int at = source.indexOf((byte) '\n', length, there);
      ended = at >= 0;
      length = ended ? at + 1 : there;
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
        new Failure(
            "receive", socket.local(), peer, "idle timeout after " + seconds(idle) + " s"));
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
