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
 * Examines the system to find out why a call has failed if the JDK does not report the reason. If a
 * possible cause cannot be examined, this class assumes that the call had a different cause. Safe
 * for use by several threads.
 */
final class SystemState {
  /**
   * The file that lists Unix sockets. The fields of each line are Num, RefCount, Protocol, Flags,
   * Type, St, Inode and Path (proc(5)).
   */
  private static final Path UNIX_SOCKETS = Path.of("/proc/net/unix");

  private static final int TYPE_FIELD = 4;
  private static final int PATH_FIELD = 7;

  /** A port for a test of the route. The test sends nothing to this port. */
  private static final int ANY_PORT = 9;

  /** The type SOCK_STREAM in {@link #UNIX_SOCKETS}. */
  private static final String STREAM = "0001";

  private SystemState() {}

  /**
   * Returns whether this process can open one more file now. If it can, the failed call may still
   * have found no free descriptor.
   */
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
   * Returns whether a route leads to the address. Connecting a datagram socket tests this without
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

  /**
   * Returns whether the address is the wildcard address, or belongs to an interface of this
   * machine.
   */
  static boolean isOfThisMachine(InetAddress ip) {
    try {
      return ip.isAnyLocalAddress() || NetworkInterface.getByInetAddress(ip) != null;
    } catch (SocketException unknown) {
      return true;
    }
  }

  /**
   * Returns whether {@code file} does not exist (ENOENT). Returns false if the parent of {@code
   * file} is not a directory (ENOTDIR).
   */
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

  /** Returns whether {@code file} exists and is neither a regular file nor a directory. */
  static boolean isSocket(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Returns whether the directory of {@code file} exists and is writable. */
  static boolean canMakeFile(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return directory == null || Files.isWritable(directory);
  }

  /**
   * Returns whether sockets with the path {@code file} exist and none of them is a stream socket.
   */
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
