package switchboard.engine.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.spi.SystemError;
import switchboard.net.spi.support.SocketFiles;

/** Operations on a new socket, before it becomes a stream, a listener or a datagram socket. */
final class Sockets {
  private static final int NOT_LISTENING = -1;

  private Sockets() {}

  private interface Question {
    int ask(int descriptor, byte[] address, int[] length);
  }

  /** Returns the local address of a socket. */
  static Address local(LinuxSocket socket) throws SystemError {
    return told(socket, socket.kernel()::getsockname);
  }

  /** Returns the address of the peer of a socket. */
  static Address remote(LinuxSocket socket) throws SystemError {
    return told(socket, socket.kernel()::getpeername);
  }

  private static Address told(LinuxSocket socket, Question question) throws SystemError {
    var address = new byte[SocketAddresses.BYTES_MAX];
    int[] length = {address.length};
    int number = socket.enter();
    try {
      Errno.require(question.ask(number, address, length));
    } finally {
      socket.leave();
    }
    return SocketAddresses.decode(address, length[0]);
  }

  /** Returns whether {@code address} is a wildcard address. */
  static boolean isEverywhere(Address address) {
    return address instanceof Address.Inet inet && inet.ip().isAnyLocalAddress();
  }

  /** Binds a socket without listening. */
  static void bind(LinuxSocket socket, Address local, int family) throws SystemError {
    new Binding(socket, SocketAddresses.encode(local, family), NOT_LISTENING).bind();
  }

  /**
   * Binds a socket before it connects. If the port is 0, the port is chosen by connect(2) and not
   * by bind(2), so that connections to different peers can share a local port
   * (IP_BIND_ADDRESS_NO_PORT, ip(7)).
   */
  static void bindBeforeConnect(LinuxSocket socket, Address.Inet local, int family)
      throws SystemError {
    if (local.port() == 0) {
      LinuxOptions.choosePortAtConnect(socket);
    }
    bind(socket, local, family);
  }

  /**
   * Binds a socket and listens. For a Unix socket with a path, returns the key of the socket file;
   * otherwise returns null.
   */
  static @Nullable Object listen(LinuxSocket socket, Address local, int family, int backlog)
      throws IOException {
    var binding = new Binding(socket, SocketAddresses.encode(local, family), backlog);
    if (local instanceof Address.Unix unix && !unix.isAbstract() && !unix.path().isEmpty()) {
      return SocketFiles.bind(Path.of(unix.path()), binding);
    }
    binding.bind();
    return null;
  }

  /** Makes the system call connect(2) and returns its result. */
  static int connect(LinuxSocket socket, byte[] remote) throws SystemError {
    int number = socket.enter();
    try {
      return socket.kernel().connect(number, remote);
    } finally {
      socket.leave();
    }
  }

  private static final class Binding implements SocketFiles.Binding {
    private final LinuxSocket socket;
    private final byte[] address;
    private final int backlog;

    Binding(LinuxSocket socket, byte[] address, int backlog) {
      this.socket = socket;
      this.address = address;
      this.backlog = backlog;
    }

    @Override
    public boolean tryBind() throws SystemError {
      int result = result();
      if (result < 0 && !Errno.EADDRINUSE.is(result)) {
        throw Errno.ofBind(result);
      }
      return result >= 0;
    }

    @Override
    public void bind() throws SystemError {
      int result = result();
      if (result < 0) {
        throw Errno.ofBind(result);
      }
    }

    private int result() throws SystemError {
      int number = socket.enter();
      try {
        int bound = socket.kernel().bind(number, address);
        return bound < 0 || backlog == NOT_LISTENING
            ? bound
            : socket.kernel().listen(number, backlog);
      } finally {
        socket.leave();
      }
    }

    @Override
    public boolean isRefused() throws SystemError {
      Kernel kernel = socket.kernel();
      int probe = Errno.require(kernel.socket(Platform.AF_UNIX, Platform.SOCK_STREAM));
      try {
        return Errno.ECONNREFUSED.is(kernel.connect(probe, address));
      } finally {
        kernel.close(probe);
      }
    }
  }
}
