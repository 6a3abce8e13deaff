package switchboard.net.spi.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Held by the one that changes the file of a listening Unix socket, among all processes that use
 * this library: a lock (fcntl(2)) on a file beside it, PATH{@code .lock}, which exists only
 * meanwhile. A process that dies gives it back. Any thread.
 */
final class SocketFileLock implements AutoCloseable {
  /** A lock of a file belongs to the process, so its threads need one of their own. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;
  private final FileChannel channel;

  private SocketFileLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Blocks until it is held; others hold it for the few calls that make a socket listen.
   *
   * @return null if the file can't be made, as when the directory is missing or read-only: then the
   *     socket's can't be made either, and bind(2) says so best
   */
  static @Nullable SocketFileLock take(Path socket) throws IOException {
    Path file = socket.resolveSibling(socket.getFileName() + ".lock");
    IN_PROCESS.lock();
    boolean taken = false;
    try {
      SocketFileLock lock = UninterruptibleCalls.call(() -> locked(file)).orElse(null);
      taken = lock != null;
      return lock;
    } finally {
      if (!taken) {
        IN_PROCESS.unlock();
      }
    }
  }

  private static Optional<SocketFileLock> locked(Path file) throws IOException {
    SocketFileLock lock = null;
    while (lock == null) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException others) {
        // Somebody holds it, or has died while holding it.
      } catch (IOException impossible) {
        return Optional.empty();
      }
      try {
        lock = lockedIfStillThere(file);
      } catch (AccessDeniedException ofAnotherUser) {
        return Optional.empty();
      }
    }
    return Optional.of(lock);
  }

  /** Null when the one who held it before has removed the file. */
  private static @Nullable SocketFileLock lockedIfStillThere(Path file) throws IOException {
    Object before = SocketFiles.fileKey(file);
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.WRITE);
    } catch (NoSuchFileException removed) {
      return null;
    }
    boolean held = false;
    try {
      channel.lock();
      held = before != null && before.equals(SocketFiles.fileKey(file));
      return held ? new SocketFileLock(file, channel) : null;
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  /** Gives it to the next. */
  @Override
  public void close() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      try {
        channel.close();
      } finally {
        IN_PROCESS.unlock();
      }
    }
  }
}
