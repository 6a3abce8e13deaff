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
 * Connects to a Unix socket, on a new channel with each try: after a try that found the listener's
 * backlog full the JDK's channel is closed.
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
   * False when the backlog is full. The JDK has no class for EAGAIN; but where a stream socket is,
   * and it does not refuse, connect(2) has no other reason to fail.
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
    throw new UnsupportedOperationException("a connect to a Unix socket has no options to show");
  }

  @Override
  public void close() {}
}
