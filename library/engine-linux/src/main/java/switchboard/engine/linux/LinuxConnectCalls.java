package switchboard.engine.linux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.ConnectHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.ConnectCalls;
import switchboard.net.spi.support.ReadinessConnect;
import switchboard.net.spi.support.ReadinessStream;

/** The system calls that connect one stream socket (connect(2)). */
final class LinuxConnectCalls implements ConnectCalls {
  private enum State {
    UNTRIED,
    PENDING,
    CONNECTED
  }

  private final LinuxSocket socket;
  private final Address remote;
  private final byte[] target;
  private State state = State.UNTRIED; // used by one thread at a time

  private LinuxConnectCalls(LinuxSocket socket, Address remote, int family) throws SystemError {
    this.socket = socket;
    this.remote = remote;
    this.target = SocketAddresses.encode(remote, family);
  }

  /**
   * Starts to connect {@code socket}. The returned handle owns the socket. If this method throws an
   * exception, the caller still owns the socket.
   */
  static ConnectHandle connect(LinuxSocket socket, Address remote, int family) throws SystemError {
    var calls = new LinuxConnectCalls(socket, remote, family);
    if (remote instanceof Address.Inet) {
      calls.start();
      return ReadinessConnect.pending(socket, calls);
    }
    return ReadinessConnect.retried(calls);
  }

  private void start() throws SystemError {
    int result = Sockets.connect(socket, target);
    if (result >= 0) {
      state = State.CONNECTED;
    } else if (Errno.EINPROGRESS.is(result) || Errno.EINTR.is(result)) {
      state = State.PENDING; // after EINTR, the kernel continues the connect (connect(2))
    } else if (!Errno.EAGAIN.is(result) || remote instanceof Address.Inet) {
      throw Errno.ofConnect(result);
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
    // After a connect to the wildcard address, the kernel reports the actual address.
    Address reached = Sockets.isEverywhere(remote) ? Sockets.remote(socket) : remote;
    Address local = Sockets.local(socket);
    return new ReadinessStream(socket, new LinuxStreamCalls(socket, local), local, reached);
  }

  private void requireConnected() throws SystemError {
    int error = LinuxOptions.error(socket);
    if (error != 0) {
      throw Errno.ofConnect(-error);
    }
    state = State.CONNECTED;
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.stream(remote));
  }

  @Override
  public void close() {
    socket.close();
  }
}
