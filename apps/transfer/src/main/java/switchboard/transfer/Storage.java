package switchboard.transfer;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import switchboard.net.spi.support.UninterruptibleCalls;

/**
 * The file system operations of an inbox. Tests use other implementations of this interface to
 * simulate full and broken disks. Thread-safe.
 */
interface Storage {
  /** The operations of the file system of this machine. */
  Storage DISK = new Storage() {};

  /** Creates and opens a new file. Follows no symbolic link, and fails if the file exists. */
  default SeekableByteChannel create(Path path) throws IOException {
    return Files.newByteChannel(
        path,
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  /** Returns the free bytes on the disk; other processes may use them at any time. */
  default long usableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Blocks until the content of the file is on the disk (fsync(2)). */
  default void sync(SeekableByteChannel file) throws IOException {
    if (file instanceof FileChannel channel) {
      force(channel);
    }
  }

  /**
   * Blocks until the entries of the directory are on the disk (fsync(2)).
   *
   * @throws IOException if this fails, or the file system or platform does not support it
   */
  default void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      force(channel);
    }
  }

  /**
   * Runs fsync(2) on another thread, and waits for it. The calling thread therefore does not occupy
   * an event loop while the disk writes, and an interrupt of the calling thread does not close the
   * file.
   */
  private static void force(FileChannel channel) throws IOException {
    UninterruptibleCalls.call(() -> {
      channel.force(true);
      return true;
    });
  }

  /**
   * Stores a complete file under its final name, without replacing an existing file. If the file
   * system supports hard links, this operation is atomic, and the file may keep its temporary name
   * in addition to its final name.
   *
   * @throws FileAlreadyExistsException if a file of the final name exists
   */
  default void publish(Path complete, Path name) throws IOException {
    try {
      Files.createLink(name, complete); // unlike rename(2), link(2) never replaces a file
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException unsupported) {
      Files.move(complete, name); // not atomic: checks that the name is free, then renames
    }
  }

  /**
   * Atomically moves a complete file to its final name, and replaces an existing file of this name.
   */
  default void replace(Path complete, Path name) throws IOException {
    Files.move(complete, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
