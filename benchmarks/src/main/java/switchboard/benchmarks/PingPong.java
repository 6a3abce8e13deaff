package switchboard.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The load generator for echo servers: a number of clients. Each client has a number of messages in
 * flight (default: 1). A client checks every byte that comes back, and sends a new message for each
 * message that has come back. Uses one thread, one selector and only the JDK.
 */
final class PingPong implements AutoCloseable {
  private static final int MESSAGE_BYTES = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * The maximum number of clients with the same source address. One source address has only about
   * 28,000 ephemeral ports.
   */
  private static final int CALLERS_PER_ADDRESS = 10_000;

  private final Selector selector = Selector.open();
  private final List<Caller> callers = new ArrayList<>();
  private long stopNanos;
  private long echoed;
  private int active;
  private @Nullable Histogram latency;

  private PingPong() throws IOException {}

  /** Connects {@code count} clients, one after the other. */
  static PingPong connect(InetSocketAddress server, int count) throws IOException {
    return connect(server, count, 1);
  }

  /** Connects {@code count} clients, each with {@code depth} messages in flight. */
  static PingPong connect(InetSocketAddress server, int count, int depth) throws IOException {
    return connect(server, count, depth, 0);
  }

  /**
   * Connects {@code count} clients, each with {@code depth} messages in flight. The messages begin
   * with a length prefix of four bytes.
   */
  static PingPong connectFramed(InetSocketAddress server, int count, int depth) throws IOException {
    return connect(server, count, depth, (long) (MESSAGE_BYTES - Integer.BYTES) << Integer.SIZE);
  }

  private static PingPong connect(InetSocketAddress server, int count, int depth, long head)
      throws IOException {
    var load = new PingPong();
    for (int number = 0; number < count; number++) {
      load.callers.add(new Caller(load.open(server, number), head | number, depth));
    }
    for (Caller caller : load.callers) {
      caller.channel.register(load.selector, SelectionKey.OP_READ, caller);
    }
    return load;
  }

  private SocketChannel open(InetSocketAddress server, int number) throws IOException {
    var channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_LINGER, 0); // close() leaves no TIME_WAIT
    channel.bind(new InetSocketAddress("127.0.0." + (1 + number / CALLERS_PER_ADDRESS), 0));
    channel.connect(server);
    channel.configureBlocking(false);
    return channel;
  }

  /**
   * Sets the histogram in which the round-trip time of each message is recorded from this call on,
   * in nanoseconds.
   */
  void into(Histogram histogram) {
    latency = histogram;
  }

  /**
   * Sends and receives messages for {@code time}. Returns the number of messages that came back.
   */
  long run(Duration time) throws IOException {
    echoed = 0;
    active = callers.size();
    stopNanos = System.nanoTime() + time.toNanos();
    for (Caller caller : callers) {
      caller.send(caller.depth);
    }
    while (active > 0) {
      if (selector.select(this::readable, TIMEOUT.toMillis()) == 0) {
        throw new IOException("no echo within " + TIMEOUT);
      }
    }
    return echoed;
  }

  private void readable(SelectionKey key) {
    try {
      if (key.attachment() instanceof Caller caller) {
        int back = caller.receive(latency);
        echoed += back;
        if (System.nanoTime() < stopNanos) {
          caller.send(back);
        } else if (back > 0 && caller.inFlight == 0) {
          active--;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Caller caller : callers) {
      caller.channel.close();
    }
    selector.close();
  }

  /**
   * A client: one connection and its messages in flight. The messages come back in the order in
   * which they were sent.
   */
  private static final class Caller {
    private final SocketChannel channel;
    private final long number;
    private final int depth;
    private final ByteBuffer sent;
    private final ByteBuffer received;
    private final long[] sentNanos;
    private long lastSent;
    private long lastReceived;
    private int inFlight;

    Caller(SocketChannel channel, long number, int depth) {
      this.channel = channel;
      this.number = number;
      this.depth = depth;
      this.sent = ByteBuffer.allocateDirect(depth * MESSAGE_BYTES);
      this.received = ByteBuffer.allocateDirect(depth * MESSAGE_BYTES);
      this.sentNanos = new long[depth];
    }

    /** Sends {@code count} messages in one write. */
    void send(int count) throws IOException {
      if (count == 0) {
        return;
      }
      sent.clear();
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        sentNanos[(int) (lastSent % depth)] = now;
        message(sent, ++lastSent);
      }
      inFlight += count;
      if (channel.write(sent.flip()) < count * MESSAGE_BYTES) {
        throw new IOException(
            "the send buffer of the kernel is too small for " + count + " messages");
      }
    }

    /**
     * Writes a message to {@code target}. The message consists of the number of the client and the
     * number of the message, repeated.
     */
    private void message(ByteBuffer target, long which) {
      for (int i = 0; i < MESSAGE_BYTES; i += 2 * Long.BYTES) {
        target.putLong(number).putLong(which);
      }
    }

    /** Reads what has arrived, checks all messages that are complete, and returns their number. */
    int receive(@Nullable Histogram latency) throws IOException {
      if (channel.read(received) < 0) {
        throw new IOException("the server closed the connection");
      }
      received.flip();
      int back = 0;
      for (; received.remaining() >= MESSAGE_BYTES; back++) {
        requireNext();
        if (latency != null) {
          latency.recordValue(System.nanoTime() - sentNanos[(int) ((lastReceived - 1) % depth)]);
        }
      }
      received.compact();
      inFlight -= back;
      return back;
    }

    private void requireNext() throws IOException {
      lastReceived++;
      for (int i = 0; i < MESSAGE_BYTES; i += 2 * Long.BYTES) {
        if (received.getLong() != number || received.getLong() != lastReceived) {
          throw new IOException("received other bytes than were sent");
        }
      }
    }
  }
}
