package switchboard.engine.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.channels.DatagramChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import switchboard.net.Address;

/**
 * Looks at the system after a call has failed, where the JDK does not say why. What can't be seen
 * counts as well. Any thread.
 */
final class SystemState {
  /** proc(5): Num, RefCount, Protocol, Flags, Type, St, Inode, Path. */
  private static final Path UNIX_SOCKETS = Path.of("/proc/net/unix");

  private static final int TYPE_FIELD = 4;
  private static final int PATH_FIELD = 7;

  /** Nothing is sent there. */
  private static final int ANY_PORT = 9;

  /** SOCK_STREAM. */
  private static final String STREAM = "0001";

  private SystemState() {}

  /** Whether this process can open one more file; a moment after a call could perhaps not. */
  static boolean hasDescriptors() {
    Path root = FileSystems.getDefault().getRootDirectories().iterator().next();
    try (var _ = Files.newDirectoryStream(root)) {
      return true;
    } catch (AccessDeniedException | NoSuchFileException | NotDirectoryException ofTheRoot) {
      return true;
    } catch (IOException none) {
      return false;
    }
  }

  /**
   * Whether the system's routes lead there, which connecting a datagram socket finds out without
   * sending anything (connect(2)).
   */
  static boolean isRouted(Address.Inet remote) {
    try (var probe = DatagramChannel.open(NioAddresses.family(remote))) {
      return isRouted(probe, remote);
    } catch (IOException | UnsupportedOperationException unknown) {
      return true;
    }
  }

  private static boolean isRouted(DatagramChannel probe, Address.Inet remote) {
    try {
      probe.connect(NioAddresses.toJdk(remote.withPort(ANY_PORT)));
      return true;
    } catch (BindException ofThisSide) {
      return true;
    } catch (IOException noWay) {
      return false;
    }
  }

  /** Whether an interface has this address, or it is the one for all of them. */
  static boolean isOfThisMachine(InetAddress ip) {
    try {
      return ip.isAnyLocalAddress() || NetworkInterface.getByInetAddress(ip) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }

  /** Whether there is no such file (ENOENT); below what is no directory none can be (ENOTDIR). */
  static boolean isMissing(Path file) {
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return false;
    } catch (NoSuchFileException missing) {
      Path directory = file.getParent();
      return directory == null || Files.isDirectory(directory) || !Files.exists(directory);
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Whether {@code file} leads to what is neither a file nor a directory. */
  static boolean isSocket(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (IOException unknown) {
      return false;
    }
  }

  /**
   * Whether the directory of {@code file} is there, and on a file system that can be written to.
   */
  static boolean canMakeFile(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null || Files.isWritable(directory);
  }

  /** Whether a socket of {@code file} is known, and none of those that are is a stream. */
  static boolean isSocketOfAnotherType(Path file) {
    String path = file.toString();
    List<String> types;
    try (Stream<String> sockets = Files.lines(UNIX_SOCKETS)) {
      types =
          sockets
              .map(line -> line.split(" +", PATH_FIELD + 1))
              .filter(fields -> fields.length > PATH_FIELD && fields[PATH_FIELD].equals(path))
              .map(fields -> fields[TYPE_FIELD])
              .toList();
    } catch (IOException | UncheckedIOException notShown) {
      return false;
    }
    return !types.isEmpty() && !types.contains(STREAM);
  }
}
