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

/** What an inbox asks of the file system; a test brings one that is full or breaks. Any thread. */
interface Storage {
  /** The file system of this machine. */
  Storage DISK = new Storage() {};

  /** Makes a new file and opens it; no link is followed, and nothing that exists is touched. */
  default SeekableByteChannel create(Path path) throws IOException {
    return Files.newByteChannel(
        path,
        Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  /** How many bytes may be written; a guess, since others write too. */
  default long usableBytes(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  /** Blocks until the contents of the file are on disk (fsync(2)). */
  default void sync(SeekableByteChannel file) throws IOException {
    if (file instanceof FileChannel channel) {
      force(channel);
    }
  }

  /**
   * Blocks until the entries of the directory are on disk (fsync(2)).
   *
   * @throws IOException also where the file system or platform does not support it
   */
  default void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      force(channel);
    }
  }

  /** Runs on another thread: disks must not block event loops, nor interrupts close the file. */
  private static void force(FileChannel channel) throws IOException {
    UninterruptibleCalls.call(() -> {
      channel.force(true);
      return true;
    });
  }

  /**
   * Gives a whole file its name, in one step, unless something has it. Its old name may stay.
   *
   * @throws FileAlreadyExistsException when something has it
   */
  default void publish(Path whole, Path name) throws IOException {
    try {
      Files.createLink(name, whole); // link(2) never replaces, rename(2) does
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
      Files.move(whole, name); // looks first, then renames
    }
  }

  /** Gives a whole file its name, in one step, in the place of the file that has it. */
  default void replace(Path whole, Path name) throws IOException {
    Files.move(whole, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
