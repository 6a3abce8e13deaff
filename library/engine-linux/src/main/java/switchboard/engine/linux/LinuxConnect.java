package switchboard.engine.linux;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.Waiting;

/**
 * A connect on its way. That of TCP is decided when the socket is writable. A Unix socket's is
 * decided at once, unless the listener's backlog is full: then it fails with EAGAIN and nothing is
 * pending (connect(2)), so all one can do is try again.
 */
final class LinuxConnect implements ConnectHandle {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(10);

  private enum State {
    UNTRIED,
    PENDING,
    CONNECTED
  }

  private final LinuxSocket socket;
  private final Address remote;
  private final byte[] target;
  private State state = State.UNTRIED; // confined to the one thread that finishes
  private volatile boolean handedOut;

  /** Starts to connect {@code socket}, and takes it over unless that fails. */
  LinuxConnect(LinuxSocket socket, Address remote, int family) throws IOException {
    this.socket = socket;
    this.remote = remote;
    this.target = SocketAddresses.encode(remote, family);
    if (remote instanceof Address.Inet) {
      start();
    }
  }

  private void start() throws SystemError {
    int result = Sockets.connect(socket, target);
    if (result >= 0) {
      state = State.CONNECTED;
    } else if (Errno.EINPROGRESS.is(result) || Errno.EINTR.is(result)) {
      state = State.PENDING; // an interrupted one goes on (connect(2))
    } else if (!Errno.EAGAIN.is(result) || remote instanceof Address.Inet) {
      throw Errno.ofConnect(result);
    }
  }

  @Override
  public StreamHandle finish() throws IOException {
    while (true) {
      StreamHandle stream = tryFinish();
      if (stream != null) {
        return stream;
      }
      if (state == State.UNTRIED) {
        Waiting.park(this, AGAIN_AFTER.toNanos());
      } else {
        socket.awaitWritable();
      }
    }
  }

  @Override
  public @Nullable StreamHandle tryFinish() throws IOException {
    if (state == State.UNTRIED) {
      start();
    }
    if (state == State.PENDING && socket.poll(Platform.EPOLLOUT) != 0) {
      requireConnected();
    }
    if (state != State.CONNECTED) {
      return null;
    }
    // Who calls every interface reaches one of them.
    Address reached = Sockets.isEverywhere(remote) ? Sockets.remote(socket) : remote;
    var stream = new LinuxStream(socket, Sockets.local(socket), reached);
    handedOut = true;
    return stream;
  }

  private void requireConnected() throws SystemError {
    int error = LinuxOptions.error(socket);
    if (error != 0) {
      throw Errno.ofConnect(-error);
    }
    state = State.CONNECTED;
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
    if (remote instanceof Address.Inet) {
      return socket.onReady(Interest.WRITE, wake);
    }
    // Nothing tells when the backlog has room, so tell when it is time to ask again.
    var soon = CompletableFuture.delayedExecutor(AGAIN_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    var told = CompletableFuture.runAsync(wake, soon);
    return () -> told.cancel(false);
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.stream(remote));
  }

  @Override
  public void close() {
    if (!handedOut) {
      socket.close();
    }
  }
}
