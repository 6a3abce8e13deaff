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

/**
 * Callers of an echo, each with one message on its way: a caller sends the next when the last has
 * come back, byte for byte. One thread, one selector, the JDK alone.
 */
final class PingPong implements AutoCloseable {
  private static final int MESSAGE_BYTES = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A source address has ports for fewer than 28,000 connections. */
  private static final int CALLERS_PER_ADDRESS = 10_000;

  private final Selector selector = Selector.open();
  private final List<Caller> callers = new ArrayList<>();
  private long stopNanos;
  private long echoed;
  private int flying;

  private PingPong() throws IOException {}

  /** Connects {@code count} callers, one after the other. */
  static PingPong connect(InetSocketAddress server, int count) throws IOException {
    var load = new PingPong();
    for (int number = 0; number < count; number++) {
      load.callers.add(new Caller(load.open(server, number), number));
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

  /** Has everybody send and send again for so long; how many messages came back. */
  long run(Duration time) throws IOException {
    echoed = 0;
    flying = callers.size();
    stopNanos = System.nanoTime() + time.toNanos();
    for (Caller caller : callers) {
      caller.send();
    }
    while (flying > 0) {
      if (selector.select(this::readable, PATIENCE.toMillis()) == 0) {
        throw new IOException("no echo within " + PATIENCE);
      }
    }
    return echoed;
  }

  private void readable(SelectionKey key) {
    try {
      if (key.attachment() instanceof Caller caller && caller.receive()) {
        echoed++;
        if (System.nanoTime() < stopNanos) {
          caller.send();
        } else {
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

  /** One connection, and the message that is on its way. */
  private static final class Caller {
    private final SocketChannel channel;
    private final ByteBuffer sent = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private final ByteBuffer received = ByteBuffer.allocateDirect(MESSAGE_BYTES);
    private long messages;

    Caller(SocketChannel channel, int number) {
      this.channel = channel;
      while (sent.hasRemaining()) {
        sent.putInt(number);
      }
    }

    void send() throws IOException {
      sent.clear().putLong(Long.BYTES, ++messages);
      if (channel.write(sent) < MESSAGE_BYTES) {
        throw new IOException("the kernel has no room for " + MESSAGE_BYTES + " bytes");
      }
    }

    /** Whether the whole message is back. */
    boolean receive() throws IOException {
      if (channel.read(received) < 0) {
        throw new IOException("the echo has hung up");
      }
      if (received.hasRemaining()) {
        return false;
      }
      if (!received.flip().equals(sent.flip())) {
        throw new IOException("what came back is not what was sent");
      }
      received.clear();
      return true;
    }
  }
}
