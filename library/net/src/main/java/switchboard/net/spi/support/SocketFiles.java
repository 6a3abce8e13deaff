package switchboard.net.spi.support;

import java.io.IOException;
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
 * over one at which nobody listens any more. Each of these steps holds a lock among all processes
 * that use this library, so that two servers that start together do not remove each other's file.
 * What engines on the kernel share; any thread.
 */
public final class SocketFiles {
  private SocketFiles() {}

  /**
   * How an engine binds its socket, and how it knocks at one that is there. Binding includes
   * listen(2): a socket that is bound and does not listen yet refuses callers, as a dead one does.
   */
  public interface Binding {
    /** Whether it is bound now and listens; false when the address is in use. */
    boolean tryBind() throws IOException;

    /** Whether a connect to that address is refused, since nobody listens. */
    boolean isRefused() throws IOException;

    /** Binds and listens; an address in use is an error now. */
    void bind() throws IOException;
  }

  /** Binds at {@code path}; the key of the file that was made, for {@link #unlink}. */
  @SuppressWarnings("try") // the lock is held and not used
  public static @Nullable Object bind(Path path, Binding binding) throws IOException {
    try (SocketFileLock _ = SocketFileLock.take(path)) {
      if (!binding.tryBind()) {
        if (isSocket(path) && binding.isRefused()) {
          Files.deleteIfExists(path);
        }
        binding.bind();
      }
      return fileKey(path);
    }
  }

  /** Whether it is no file, directory or link, which would be none of ours. */
  private static boolean isSocket(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (NoSuchFileException none) {
      return false; // then it is the address that is wrong, as binding will tell
    }
  }

  /** Removes the file of {@code address}, if it is still the one with this key. */
  @SuppressWarnings("try")
  public static void unlink(Address address, @Nullable Object key) throws IOException {
    if (key != null && address instanceof Address.Unix unix) {
      Path path = Path.of(unix.path());
      try (SocketFileLock _ = SocketFileLock.take(path)) {
        if (key.equals(fileKey(path))) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  static @Nullable Object fileKey(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .fileKey();
    } catch (NoSuchFileException gone) {
      return null;
    }
  }
}
