package switchboard.net.spi.support;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/**
 * A connect in progress. That of TCP is decided when the socket is writable. A Unix socket's is
 * decided at once, unless the listener's backlog is full: then it fails with EAGAIN and nothing is
 * pending (connect(2)), so it is tried again after a while.
 */
public final class ReadinessConnect implements ConnectHandle {
  private static final Duration RETRIED_AFTER = Duration.ofMillis(10);

  /** Null if no socket tells when to go on. */
  private final @Nullable ReadinessSocket<?> socket;

  private final ConnectCalls calls;
  private volatile boolean handedOut;
  private volatile boolean closed;

  private ReadinessConnect(@Nullable ReadinessSocket<?> socket, ConnectCalls calls) {
    this.socket = socket;
    this.calls = calls;
  }

  /** Returns a connect that is decided when {@code socket} is writable. */
  public static ReadinessConnect pending(ReadinessSocket<?> socket, ConnectCalls calls) {
    return new ReadinessConnect(socket, calls);
  }

  /** Returns a connect that each {@link ConnectCalls#tryFinish} tries anew. */
  public static ReadinessConnect retried(ConnectCalls calls) {
    return new ReadinessConnect(null, calls);
  }

  @Override
  public StreamHandle finish() throws IOException {
    while (true) {
      StreamHandle stream = tryFinish();
      if (stream != null) {
        return stream;
      }
      if (socket != null) {
        socket.awaitWritable();
      } else {
        Waiting.park(this, RETRIED_AFTER.toNanos());
      }
    }
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    if (closed) {
      throw SystemError.closed();
    }
    StreamHandle stream = calls.tryFinish();
    if (stream != null) {
      handedOut = true;
    }
    return stream;
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    if (socket != null) {
      return socket.onReady(Interest.WRITE, wake);
    }
    // Nothing tells when the backlog has room, so tell when it is time to try again.
    var soon = CompletableFuture.delayedExecutor(RETRIED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    var told = CompletableFuture.runAsync(wake, soon);
    return () -> told.cancel(false);
  }

  @Override
  public ConnectionOptions options() {
    return calls.options();
  }

  @Override
  public void close() throws IOException {
    if (!handedOut) {
      closed = true;
      calls.close();
    }
  }
}
