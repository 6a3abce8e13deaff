package switchboard.engine.nio;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import switchboard.net.spi.support.SocketFiles;

/** Binds a listening channel. For a Unix socket, also creates or replaces the socket file. */
record UnixPaths(ServerSocketChannel channel, SocketAddress where, int backlog)
    implements SocketFiles.Binding {

  /**
   * Binds a channel and listens. For a Unix socket, returns the key of the socket file; otherwise
   * returns null.
   */
  static @Nullable Object bind(ServerSocketChannel channel, SocketAddress where, int backlog)
      throws IOException {
    var binding = new UnixPaths(channel, where, backlog);
    if (where instanceof UnixDomainSocketAddress unix) {
      return SocketFiles.bind(unix.getPath(), binding);
    }
    binding.bind();
    return null;
  }

  @Override
  public boolean tryBind() throws IOException {
    try {
      bind();
      return true;
    } catch (BindException inUse) {
      return false;
    }
  }

  @Override
  public void bind() throws IOException {
    channel.bind(where, backlog);
  }

  @Override
  public boolean isRefused() throws IOException {
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(where);
      return false;
    } catch (ConnectException refused) {
      return true;
    } catch (SocketException backlogFull) {
      return false;
    }
  }
}
