package switchboard.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** An echo server that uses a selector of the JDK directly, with one thread and one buffer. */
final class SelectorEcho {
  private static final int BACKLOG = 1024;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
  private final Selector selector = Selector.open();
  private final ServerSocketChannel listener = ServerSocketChannel.open();

  private SelectorEcho() throws IOException {}

  static int listen() throws IOException {
    var echo = new SelectorEcho();
    echo.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    echo.listener.configureBlocking(false);
    echo.listener.register(echo.selector, SelectionKey.OP_ACCEPT);
    Thread.ofPlatform().daemon().start(echo::run);
    return echo.listener.socket().getLocalPort();
  }

  private void run() {
    try {
      while (true) {
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else if (key.channel() instanceof SocketChannel caller) {
        echo(caller);
      }
    } catch (IOException lost) {
      key.cancel();
    }
  }

  private void accept() throws IOException {
    SocketChannel caller = listener.accept();
    if (caller != null) {
      caller.configureBlocking(false);
      caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
      caller.register(selector, SelectionKey.OP_READ);
    }
  }

  private void echo(SocketChannel caller) throws IOException {
    buffer.clear();
    if (caller.read(buffer) < 0) {
      caller.close();
    } else {
      caller.write(buffer.flip());
    }
  }
}
