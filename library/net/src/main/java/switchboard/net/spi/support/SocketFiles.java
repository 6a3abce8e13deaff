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
 * Creates and removes the files of listening Unix sockets, for engines that use the sockets of a
 * kernel. The kernel does not remove the file when the socket is closed, and it does not bind a
 * socket to a path that exists (unix(7)). Therefore a listener removes its own file when it is
 * closed. A new listener replaces a file that was left by a process that has died.
 *
 * <p>While a listener creates or removes a file, its thread holds a lock that excludes other
 * processes that use this library. Therefore two servers that start at the same time do not remove
 * each other's file. Safe for use by multiple threads.
 *
 * @since 0.1.0
 */
public final class SocketFiles {
  private SocketFiles() {}

  /**
   * The system calls with which an engine binds its socket, and finds out whether a process listens
   * on an existing socket file. Binding includes listen(2), because a socket that is bound but does
   * not listen yet refuses connections, like the socket file of a process that has died.
   */
  public interface Binding {
    /**
     * Binds and listens.
     *
     * @return false if the address is in use
     * @throws IOException if binding fails for another reason
     */
    boolean tryBind() throws IOException;

    /**
     * Returns whether a connect to the address is refused because no process listens on it.
     *
     * @return false if the connect succeeds, would block or fails for another reason
     * @throws IOException if no socket can be created for the connect
     */
    boolean isRefused() throws IOException;

    /**
     * Binds and listens.
     *
     * @throws IOException if binding fails, also if the address is in use
     */
    void bind() throws IOException;
  }

  /**
   * Binds to {@code path} and listens. Replaces an existing socket file on which no process
   * listens.
   *
   * @param path the path of the socket file
   * @param binding the system calls of the engine
   * @return the key of the file that was created, for {@link #unlink}; null if the file no longer
   *     exists or the system has no file keys
   * @throws IOException if the address is in use or binding fails
   */
  @SuppressWarnings("try") // the variable of the lock is not used
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

  /**
   * Returns whether a file is a socket. A regular file, a directory or a link must not be removed.
   */
  private static boolean isSocket(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (NoSuchFileException none) {
      return false; // the address is wrong, and bind(2) reports the error
    }
  }

  /**
   * Removes the socket file of {@code address}, but only if it is still the file that {@link #bind}
   * has created.
   *
   * @param address the local address of the listener; ignored unless it is a {@link Address.Unix}
   * @param key the result of {@link #bind}; if null, nothing is removed
   * @throws IOException if the file cannot be removed
   */
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
