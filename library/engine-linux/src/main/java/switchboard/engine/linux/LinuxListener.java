package switchboard.engine.linux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.Interest;
import switchboard.net.LiveOptions;
import switchboard.net.Options;
import switchboard.net.Selectable.Watch;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.SocketFiles;
import switchboard.net.spi.StreamHandle;

/** A listening socket. */
final class LinuxListener implements ListenerHandle {
  private final KernelSocket socket;
  private final Watchers watchers;
  private final Address local;
  private final Options forCallers;

  /** What the file of a Unix socket was when it was made, so that we never remove another's. */
  private final @Nullable Object fileKey;

  /** Takes over a socket that listens. */
  LinuxListener(
      KernelSocket socket, Watchers watchers, Options forCallers, @Nullable Object fileKey)
      throws IOException {
    this.socket = socket;
    this.watchers = watchers;
    this.forCallers = forCallers;
    this.fileKey = fileKey;
    this.local = Sockets.local(socket);
  }

  @Override
  public StreamHandle accept() throws IOException {
    while (true) {
      StreamHandle stream = tryAccept();
      if (stream != null) {
        return stream;
      }
      socket.awaitReadable();
    }
  }

  @Override
  public @Nullable StreamHandle tryAccept() throws IOException {
    var address = new byte[SocketAddresses.BYTES_MAX];
    StreamHandle stream = null;
    while (stream == null) {
      int[] length = {address.length};
      int caller = accept(address, length);
      if (Errno.EAGAIN.is(caller)) {
        return null;
      }
      if (caller < 0) {
        throw Errno.of(caller);
      }
      stream = stream(caller, SocketAddresses.decode(address, length[0]));
      socket.spendOnReading(0);
    }
    return stream;
  }

  private int accept(byte[] address, int[] length) throws IOException {
    int number = socket.enter();
    try {
      int caller;
      do {
        caller = socket.kernel().accept(number, address, length);
      } while (Errno.EINTR.is(caller));
      return caller;
    } finally {
      socket.leave();
    }
  }

  /** Null when the caller has hung up already: his loss, not the listener's. */
  private @Nullable StreamHandle stream(int number, Address remote) {
    var caller = new KernelSocket(socket.kernel(), number, watchers);
    boolean handedOut = false;
    try {
      // A listener at every interface is called at one of them.
      Address called = Sockets.isEverywhere(local) ? Sockets.local(caller) : local;
      new LinuxOptions(caller, LinuxOptions.Kind.stream(local)).setThoseThatApply(forCallers);
      handedOut = true;
      return new LinuxStream(caller, called, remote);
    } catch (IOException gone) {
      return null;
    } finally {
      if (!handedOut) {
        caller.close();
      }
    }
  }

  @Override
  public Address local() {
    return local;
  }

  @Override
  public LiveOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.listener(local));
  }

  @Override
  public Watch onReady(Interest interest, Runnable wake) {
    return socket.onReady(interest, wake);
  }

  @Override
  public void close() throws IOException {
    try {
      socket.close();
      socket.awaitFreed(); // so that the port is free when close returns
    } finally {
      SocketFiles.unlink(local, fileKey);
    }
  }
}
