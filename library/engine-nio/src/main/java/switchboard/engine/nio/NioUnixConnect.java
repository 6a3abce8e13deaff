package switchboard.engine.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.Interest;
import switchboard.net.LiveOptions;
import switchboard.net.Options;
import switchboard.net.Selectable.Watch;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.Waiting;

/**
 * A connect to a Unix socket. The kernel decides it at once, unless the listener's backlog is full:
 * then a non-blocking connect fails with EAGAIN and nothing is pending (connect(2)), so all one can
 * do is try again, on a new socket.
 */
final class NioUnixConnect implements ConnectHandle {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(10);

  /** EAGAIN in strerror(3)'s words, as the JDK has it. */
  private static final String BACKLOG_FULL = "Resource temporarily unavailable";

  private final SocketAddress remote;
  private final Options options;
  private final Watchers watchers;
  private volatile boolean closed;

  NioUnixConnect(SocketAddress remote, Options options, Watchers watchers) {
    this.remote = remote;
    this.options = options;
    this.watchers = watchers;
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
      var polled = new Polled(channel, watchers);
      connected = channel.connect(remote);
      return connected ? new NioStream(channel, polled) : null;
    } catch (IOException e) {
      if (BACKLOG_FULL.equals(e.getMessage())) {
        return null;
      }
      throw NioErrors.translateConnect(e);
    } finally {
      if (channel != null && !connected) {
        channel.close();
      }
    }
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    // Nothing tells when the backlog has room, so tell when it is time to ask again.
    var soon = CompletableFuture.delayedExecutor(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    var told = CompletableFuture.runAsync(wake, soon);
    return () -> told.cancel(false);
  }

  @Override
  public LiveOptions options() {
    throw new UnsupportedOperationException("a connect to a Unix socket has no options to show");
  }

  @Override
  public void close() {
    closed = true;
  }
}
