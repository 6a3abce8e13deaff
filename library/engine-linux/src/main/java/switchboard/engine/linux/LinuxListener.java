package switchboard.engine.linux;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.ConnectionOptions;
import switchboard.net.Interest;
import switchboard.net.Options;
import switchboard.net.Selectable.Registration;
import switchboard.net.spi.ListenerHandle;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.EngineLoops;
import switchboard.net.spi.support.SocketFiles;

/** A listening socket. */
final class LinuxListener implements ListenerHandle {
  /** After so many failed callers in a row it is not the callers that fail. */
  private static final int FAILURES_MAX = 1024;

  private final LinuxSocket socket;
  private final EngineLoops<EpollWatcher> loops;
  private final Address local;
  private final Options forCallers;

  /** What the file of a Unix socket was when it was made, so that we never remove another's. */
  private final @Nullable Object fileKey;

  /** Takes over a socket that listens. */
  LinuxListener(
      LinuxSocket socket,
      EngineLoops<EpollWatcher> loops,
      Options forCallers,
      @Nullable Object fileKey)
      throws IOException {
    this.socket = socket;
    this.loops = loops;
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
    int failures = 0;
    StreamHandle stream = null;
    while (stream == null) {
      int[] length = {address.length};
      int caller = accept(address, length);
      if (Errno.EAGAIN.is(caller)) {
        return null;
      }
      if (caller >= 0) {
        socket.spendOnReading(0);
        stream = stream(caller, SocketAddresses.decode(address, length[0]));
      } else if (!Errno.isOfOneCaller(caller) || ++failures > FAILURES_MAX) {
        throw Errno.of(caller);
      }
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

  /** Returns null if the peer disconnected before the options could be applied. */
  private @Nullable StreamHandle stream(int number, Address remote) throws IOException {
    var caller = new LinuxSocket(socket.kernel(), number, loops);
    boolean handedOut = false;
    try {
      // A listener at every interface is called at one of them.
      Address called = Sockets.isEverywhere(local) ? Sockets.local(caller) : local;
      new LinuxOptions(caller, LinuxOptions.Kind.stream(local)).setThoseThatApply(forCallers);
      handedOut = true;
      return new LinuxStream(caller, called, remote);
    } catch (SystemError e) {
      if (e.kind() == SystemError.Kind.LOST || caller.poll(0) != 0) {
        return null;
      }
      throw new SystemError(
          e.kind(),
          "an accepted connection does not take its options: " + e.getMessage(),
          e.name());
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
  public ConnectionOptions options() {
    return new LinuxOptions(socket, LinuxOptions.Kind.listener(local));
  }

  @Override
  public Registration onReady(Interest interest, Runnable wake) {
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
