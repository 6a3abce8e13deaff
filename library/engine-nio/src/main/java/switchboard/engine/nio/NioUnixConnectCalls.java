package switchboard.engine.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Options;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.support.ConnectCalls;
import switchboard.net.spi.support.EngineLoops;

/**
 * Connects to a Unix socket. Opens a new channel for each attempt, because the JDK closes a channel
 * whose connect fails, even if the only reason is that the listener's backlog is full.
 */
final class NioUnixConnectCalls implements ConnectCalls {
  private final Address.Unix remote;
  private final SocketAddress target;
  private final Options options;
  private final EngineLoops<SelectorWatcher> loops;

  NioUnixConnectCalls(Address.Unix remote, Options options, EngineLoops<SelectorWatcher> loops)
      throws IOException {
    this.remote = remote;
    this.target = NioAddresses.toJdk(remote);
    this.options = options;
    this.loops = loops;
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    SocketChannel channel = null;
    boolean connected = false;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      new NioOptions(channel).setThoseThatApply(options);
      var socket = new NioSocket(channel, loops);
      connected = isConnected(channel);
      return connected ? NioStreamCalls.stream(channel, socket) : null;
    } catch (IOException e) {
      throw NioErrors.ofConnect(e, remote);
    } finally {
      if (channel != null && !connected) {
        channel.close();
      }
    }
  }

  /**
   * Connects the channel, and returns false if the listener's backlog is full (EAGAIN). The JDK has
   * no exception class for EAGAIN. But if the file is a stream socket and the connect is not
   * refused, a full backlog is the only reason for connect(2) to fail.
   */
  private boolean isConnected(SocketChannel channel) throws IOException {
    try {
      return channel.connect(target);
    } catch (SocketException e) {
      Path file = Path.of(remote.path());
      boolean full =
          e.getClass() == SocketException.class
              && SystemState.isSocket(file)
              && !SystemState.isSocketOfAnotherType(file);
      if (full) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public ConnectionOptions options() {
    throw new UnsupportedOperationException("a pending connect to a Unix socket has no options");
  }

  @Override
  public void close() {}
}
