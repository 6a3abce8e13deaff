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
 * A connect in progress over non-blocking system calls. A TCP connect has succeeded or failed when
 * the socket is writable. A connect of a Unix socket succeeds or fails immediately, except when the
 * listener's backlog is full. In that case the connect fails with EAGAIN and the kernel does not
 * continue the attempt (connect(2)), so this class repeats the connect every 10 ms.
 *
 * @since 0.1.0
 */
public final class ReadinessConnect implements ConnectHandle {
  private static final Duration RETRY_INTERVAL = Duration.ofMillis(10);

  /**
   * The socket that becomes writable when the connect has succeeded or failed. Null if the connect
   * must be repeated instead.
   */
  private final @Nullable ReadinessSocket<?> socket;

  private final ConnectCalls calls;
  private volatile boolean handedOut;
  private volatile boolean closed;

  private ReadinessConnect(@Nullable ReadinessSocket<?> socket, ConnectCalls calls) {
    this.socket = socket;
    this.calls = calls;
  }

  /**
   * Returns a handle for a connect that has succeeded or failed when {@code socket} becomes
   * writable.
   *
   * @param socket the socket that connects
   * @param calls finishes or abandons the connect
   * @return the handle of the connect
   */
  public static ReadinessConnect pending(ReadinessSocket<?> socket, ConnectCalls calls) {
    return new ReadinessConnect(socket, calls);
  }

  /**
   * Returns a handle for a connect that is attempted again by each {@link ConnectCalls#tryFinish}.
   *
   * @param calls attempts or abandons the connect
   * @return the handle of the connect
   */
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
        Waiting.park(this, RETRY_INTERVAL.toNanos());
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
    // The kernel does not report space in the backlog, so run the callback when it is time to
    // retry.
    var delayed =
        CompletableFuture.delayedExecutor(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    var pending = CompletableFuture.runAsync(wake, delayed);
    return () -> pending.cancel(false);
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
