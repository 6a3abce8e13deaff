package switchboard.benchmarks;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import switchboard.net.Endpoint;
import switchboard.net.Network;

/** The transports that {@link Ipc} measures between two processes of one machine. */
enum IpcKind {
  PIPES("pipes"),
  UNIX("Unix socket"),
  TCP("TCP on loopback"),
  UNIX_CONNECTION("Unix socket, Connection"),
  TCP_CONNECTION("TCP on loopback, Connection"),
  MEMORY("mapped memory, spinning");

  private final String words;

  IpcKind(String words) {
    this.words = words;
  }

  /**
   * Called in the second process: opens its end of the transport. {@code place} is the port or path
   * that {@link IpcProcess} has passed to that process.
   */
  Link join(String place) throws IOException {
    return switch (this) {
      case PIPES ->
          new Link.OfStreams(
              new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
      case UNIX -> new Link.OfChannel(SocketChannel.open(UnixDomainSocketAddress.of(place)));
      case TCP -> new Link.OfChannel(undelayed(SocketChannel.open(loopback(place))));
      case UNIX_CONNECTION -> new Link.OfConnection(Network.system().connect(Endpoint.unix(place)));
      case TCP_CONNECTION -> new Link.OfConnection(Network.system().connect("127.0.0.1:" + place));
      case MEMORY -> SharedRings.in(Path.of(place), false);
    };
  }

  /**
   * Returns a buffer that this transport can use without an additional copy: an array or direct
   * memory.
   */
  ByteBuffer buffer(int bytes) {
    return this == PIPES ? ByteBuffer.allocate(bytes) : ByteBuffer.allocateDirect(bytes);
  }

  static SocketAddress loopback(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  static SocketChannel undelayed(SocketChannel channel) throws IOException {
    return channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  @Override
  public String toString() {
    return words;
  }
}
