package switchboard.engine.nio;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;

/** A TCP connect on its way. */
final class NioConnect implements ConnectHandle {
  private final SocketChannel channel;
  private final NioSocket polled;
  private final long started = System.nanoTime(); // the kernel's time, whatever a ticker says
  private volatile boolean handedOut;

  /** Starts to connect {@code channel}. */
  NioConnect(SocketChannel channel, NioSocket polled, Address remote) throws IOException {
    this.channel = channel;
    this.polled = polled;
    if (!channel.connect(NioAddresses.toJdk(remote))) {
      polled.connecting();
    }
  }

  @Override
  public StreamHandle finish() throws IOException {
    while (true) {
      StreamHandle stream = tryFinish();
      if (stream != null) {
        return stream;
      }
      polled.awaitWritable();
    }
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    try {
      if (!channel.finishConnect()) {
        return null;
      }
      polled.connected();
      var stream = new NioStream(channel, polled);
      handedOut = true;
      return stream;
    } catch (IOException e) {
      throw NioErrors.ofOutcome(e, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    return polled.onReady(Interest.WRITE, wake);
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }

  @Override
  public void close() throws IOException {
    if (!handedOut) {
      polled.close();
    }
  }
}
