package switchboard.engine.nio;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;

/**
 * The files of listening Unix sockets. The kernel leaves the file behind when the socket closes,
 * and then refuses to bind there again (unix(7)): so a listener removes its own file, and takes
 * over one at which nobody listens any more.
 */
final class UnixPaths {
  private UnixPaths() {}

  /** Binds, and tells what the file is that a Unix socket has got; null for others. */
  static @Nullable Object bind(ServerSocketChannel channel, SocketAddress where, int backlog)
      throws IOException {
    try {
      channel.bind(where, backlog);
    } catch (BindException inUse) {
      if (!(where instanceof UnixDomainSocketAddress unix) || !isStale(unix)) {
        throw inUse;
      }
      Files.deleteIfExists(unix.getPath());
      channel.bind(where, backlog);
    }
    return where instanceof UnixDomainSocketAddress unix ? fileKey(unix.getPath()) : null;
  }

  private static boolean isStale(UnixDomainSocketAddress unix) throws IOException {
    Path path = unix.getPath();
    var attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      return false; // a file, directory or link that is none of ours
    }
    try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(unix);
      return false;
    } catch (IOException refused) {
      return "Connection refused".equals(refused.getMessage());
    }
  }

  static void unlink(Address address, @Nullable Object key) throws IOException {
    if (key != null && address instanceof Address.Unix unix) {
      Path path = Path.of(unix.path());
      if (key.equals(fileKey(path))) {
        Files.deleteIfExists(path);
      }
    }
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }
}
