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
 * A lock that a thread holds while it creates or removes the file of a listening Unix socket. The
 * lock excludes other threads, and other processes that use this library. It is implemented as a
 * file lock (fcntl(2)) on the file PATH{@code .lock}, which exists only while the lock is held. If
 * the process dies, the kernel releases the lock.
 */
final class SocketFileLock implements AutoCloseable {
  /**
   * Excludes the threads of this process from each other, because a file lock belongs to the
   * process.
   */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path file;
  private final FileChannel channel;

  private SocketFileLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Acquires the lock. Blocks while another thread or process holds the lock: only during the few
   * system calls that bind a socket and make the socket listen, or that remove its file.
   *
   * @return the lock; null if the lock file cannot be created, for example because the directory is
   *     missing or read-only. In that case the socket file cannot be created either, and bind(2)
   *     reports a better error
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
        // A process holds the lock, or has died while it held the lock.
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

  /**
   * Locks the lock file. Returns null if the previous holder of the lock has removed the file: a
   * lock on a removed file does not exclude processes that create the file again.
   */
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

  /** Removes the lock file and releases the lock. */
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
