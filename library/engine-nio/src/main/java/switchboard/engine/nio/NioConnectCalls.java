package switchboard.engine.nio;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.support.ConnectCalls;

/** The calls on one JDK channel that connects over TCP. */
final class NioConnectCalls implements ConnectCalls {
  private final SocketChannel channel;
  private final NioSocket socket;
  // a time of the system clock, and not of the network's ticker
  private final long started = System.nanoTime();

  /** Starts to connect {@code channel}. */
  NioConnectCalls(SocketChannel channel, NioSocket socket, Address remote) throws IOException {
    this.channel = channel;
    this.socket = socket;
    if (!channel.connect(NioAddresses.toJdk(remote))) {
      socket.connecting();
    }
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    try {
      if (!channel.finishConnect()) {
        return null;
      }
      socket.connected();
      return NioStreamCalls.stream(channel, socket);
    } catch (IOException e) {
      throw NioErrors.ofOutcome(e, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  @Override
  public ConnectionOptions options() {
    return new NioOptions(channel);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
