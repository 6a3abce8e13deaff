package switchboard.engine.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.Waiting;

/**
 * A connect to a Unix socket. The kernel decides it at once, unless the listener's backlog is full:
 * then a non-blocking connect fails with EAGAIN and nothing is pending (connect(2)), so all one can
 * do is try again, on a new socket.
 */
final class NioUnixConnect implements ConnectHandle {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(10);

  private final Address.Unix remote;
  private final SocketAddress target;
  private final Options options;
  private final EngineLoops<SelectorWatcher> loops;
  private volatile boolean closed;

  NioUnixConnect(Address.Unix remote, Options options, EngineLoops<SelectorWatcher> loops)
      throws IOException {
    this.remote = remote;
    this.target = NioAddresses.toJdk(remote);
    this.options = options;
    this.loops = loops;
  }

  @Override
  public StreamHandle finish() throws IOException {
    while (true) {
      StreamHandle stream = tryFinish();
      if (stream != null) {
        return stream;
      }
      Waiting.park(this, AGAIN_AFTER.toNanos());
    }
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    if (closed) {
      throw SystemError.closed();
    }
    SocketChannel channel = null;
    boolean connected = false;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      new NioOptions(channel).setThoseThatApply(options);
      var polled = new NioSocket(channel, loops);
      connected = isConnected(channel);
      return connected ? new NioStream(channel, polled) : null;
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
  public Registration onReady(Interest interest, Runnable wake) {
    // Nothing tells when the backlog has room, so tell when it is time to ask again.
    var soon = CompletableFuture.delayedExecutor(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    var told = CompletableFuture.runAsync(wake, soon);
    return () -> told.cancel(false);
  }

  @Override
  public ConnectionOptions options() {
    throw new UnsupportedOperationException("a connect to a Unix socket has no options to show");
  }

  @Override
  public void close() {
    closed = true;
  }
}
