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
 * Callers of an echo, each with some messages on their way, usually one: a caller sends the next
 * when one has come back, byte for byte. One thread, one selector, the JDK alone.
 */
final class PingPong implements AutoCloseable {
  private static final int MESSAGE_BYTES = 64;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** A source address has ports for fewer than 28,000 connections. */
  private static final int CALLERS_PER_ADDRESS = 10_000;

  private final Selector selector = Selector.open();
  private final List<Caller> callers = new ArrayList<>();
  private long stopNanos;
  private long echoed;
  private int flying;
  private @Nullable Histogram lateness;

  private PingPong() throws IOException {}

  /** Connects {@code count} callers, one after the other. */
  static PingPong connect(InetSocketAddress server, int count) throws IOException {
    return connect(server, count, 1);
  }

  /** Connects callers that have {@code depth} messages on their way. */
  static PingPong connect(InetSocketAddress server, int count, int depth) throws IOException {
    return connect(server, count, depth, 0);
  }

  /** The same, whose messages begin with their length in four bytes, which they do not count. */
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
    channel.setOption(StandardSocketOptions.SO_LINGER, 0); // leaves no port in TIME_WAIT
    channel.bind(new InetSocketAddress("127.0.0." + (1 + number / CALLERS_PER_ADDRESS), 0));
    channel.connect(server);
    channel.configureBlocking(false);
    return channel;
  }

  /** Notes in nanoseconds how long each message is on its way, from now on. */
  void into(Histogram histogram) {
    lateness = histogram;
  }

  /** Has everybody send and send again for so long; how many messages came back. */
  long run(Duration time) throws IOException {
    echoed = 0;
    flying = callers.size();
    stopNanos = System.nanoTime() + time.toNanos();
    for (Caller caller : callers) {
      caller.send(caller.depth);
    }
    while (flying > 0) {
      if (selector.select(this::readable, TIMEOUT.toMillis()) == 0) {
        throw new IOException("no echo within " + TIMEOUT);
      }
    }
    return echoed;
  }

  private void readable(SelectionKey key) {
    try {
      if (key.attachment() instanceof Caller caller) {
        int back = caller.receive(lateness);
        echoed += back;
        if (System.nanoTime() < stopNanos) {
          caller.send(back);
        } else if (back > 0 && caller.onTheirWay == 0) {
          flying--;
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

  /** One connection, and the messages that are on their way, which come back in their order. */
  private static final class Caller {
    private final SocketChannel channel;
    private final long number;
    private final int depth;
    private final ByteBuffer sent;
    private final ByteBuffer received;
    private final long[] sentNanos;
    private long said;
    private long heard;
    private int onTheirWay;

    Caller(SocketChannel channel, long number, int depth) {
      this.channel = channel;
      this.number = number;
      this.depth = depth;
      this.sent = ByteBuffer.allocateDirect(depth * MESSAGE_BYTES);
      this.received = ByteBuffer.allocateDirect(depth * MESSAGE_BYTES);
      this.sentNanos = new long[depth];
    }

    /** Sends so many more, in one write. */
    void send(int count) throws IOException {
      if (count == 0) {
        return;
      }
      sent.clear();
      long now = System.nanoTime();
      for (int i = 0; i < count; i++) {
        sentNanos[(int) (said % depth)] = now;
        message(sent, ++said);
      }
      onTheirWay += count;
      if (channel.write(sent.flip()) < count * MESSAGE_BYTES) {
        throw new IOException("the kernel has no room for " + count + " messages");
      }
    }

    /** The caller and the message, by their numbers. */
    private void message(ByteBuffer target, long which) {
      for (int i = 0; i < MESSAGE_BYTES; i += 2 * Long.BYTES) {
        target.putLong(number).putLong(which);
      }
    }

    /** How many whole messages have come back. */
    int receive(@Nullable Histogram lateness) throws IOException {
      if (channel.read(received) < 0) {
        throw new IOException("the echo has hung up");
      }
      received.flip();
      int back = 0;
      for (; received.remaining() >= MESSAGE_BYTES; back++) {
        requireNext();
        if (lateness != null) {
          lateness.recordValue(System.nanoTime() - sentNanos[(int) ((heard - 1) % depth)]);
        }
      }
      received.compact();
      onTheirWay -= back;
      return back;
    }

    private void requireNext() throws IOException {
      heard++;
      for (int i = 0; i < MESSAGE_BYTES; i += 2 * Long.BYTES) {
        if (received.getLong() != number || received.getLong() != heard) {
          throw new IOException("what came back is not what was sent");
        }
      }
    }
  }
}
