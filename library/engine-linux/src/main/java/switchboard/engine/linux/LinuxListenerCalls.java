package switchboard.engine.linux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Options;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.ListenerCalls;
import switchboard.net.spi.support.ReadinessStream;

/** The system calls on one listening socket, such as accept4(2). */
final class LinuxListenerCalls implements ListenerCalls<LinuxListenerCalls.Accepted> {
  private final LinuxSocket socket;
  private final EngineLoops<EpollWatcher> loops;
  private final Address local;
  private final Options streamOptions;

  /**
   * Creates the calls for {@code socket}, which listens at {@code local}.
   *
   * @param streamOptions options that accepted sockets do not inherit from the listener
   */
  LinuxListenerCalls(
      LinuxSocket socket, EngineLoops<EpollWatcher> loops, Address local, Options streamOptions) {
    this.socket = socket;
    this.loops = loops;
    this.local = local;
    this.streamOptions = streamOptions;
  }

  /** An accepted socket and the address of its peer. */
  record Accepted(LinuxSocket socket, Address remote) {}

  @Override
  public @Nullable Accepted tryAccept() throws SystemError {
    var address = new byte[SocketAddresses.BYTES_MAX];
    int[] length = {address.length};
    int accepted = accept(address, length);
    if (Errno.EAGAIN.is(accepted)) {
      return null;
    }
    return new Accepted(
        new LinuxSocket(socket.kernel(), Errno.require(accepted), loops),
        SocketAddresses.decode(address, length[0]));
  }

  private int accept(byte[] address, int[] length) throws SystemError {
    int number = socket.enter();
    try {
      int accepted;
      do {
        accepted = socket.kernel().accept(number, address, length);
      } while (Errno.EINTR.is(accepted));
      return accepted;
    } finally {
      socket.leave();
    }
  }

  @Override
  public boolean isOfOnePeer(SystemError acceptFailure) {
    return Errno.isOfOnePeer(acceptFailure);
  }

  @Override
  public StreamHandle stream(Accepted accepted) throws IOException {
    LinuxSocket own = accepted.socket;
    // If the listener is bound to the wildcard address, the accepted socket has the actual address.
    Address reached = Sockets.isEverywhere(local) ? Sockets.local(own) : local;
    new LinuxOptions(own, LinuxOptions.Kind.stream(local)).setThoseThatApply(streamOptions);
    return new ReadinessStream(own, new LinuxStreamCalls(own, reached), reached, accepted.remote);
  }

  @Override
  public boolean hasDisconnected(Accepted accepted, IOException failure) throws SystemError {
    return (failure instanceof SystemError error && error.kind() == SystemError.Kind.LOST)
        || accepted.socket.poll(0) != 0;
  }

  @Override
  public void close(Accepted accepted) {
    accepted.socket.close();
  }

  @Override
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.listener(local));
  }
}
