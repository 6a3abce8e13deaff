package switchboard.transfer;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;
import switchboard.net.internal.Log;
import switchboard.net.internal.TerminalText;

/**
 * A file that is being received into an inbox. Its bytes are in a temporary file until {@link
 * #publish} stores it under its final name. Confined to one thread.
 */
final class PartialFile implements AutoCloseable {
  private static final Log LOG = Log.named("switchboard.transfer");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int COPY_BYTES = 64 * 1024;

  private static final int NAME_CHARACTERS_MAX = 48;

  private final Inbox inbox;
  private final FileName name;
  private @Nullable Path temporary;
  private @Nullable SeekableByteChannel channel;
  private final Address remote;

  /** The reserved bytes that have not been written. */
  private long promised;

  private long written;
  private boolean published;
  private boolean ended;

  /**
   * Creates a file of {@code size} bytes that a sender with the address {@code remote} sends, and
   * reserves disk space for it. The calling code must have reserved the name; {@link #close}
   * releases the name.
   *
   * @throws TransferException if the size of the file exceeds a limit of the inbox, or the free
   *     disk space
   */
  PartialFile(Inbox inbox, FileName name, Address remote, long size) throws TransferException {
    this.inbox = inbox;
    this.name = name;
    this.remote = remote;
    inbox.requireSize(size);
    if (inbox.names().find(name) == null) {
      inbox.requireCount();
    }
    promise(size);
  }

  private void promise(long bytes) throws TransferException {
    try {
      inbox.shares().promise(remote, bytes, inbox.freeBytes());
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw new TransferException(
          FailureReason.STORAGE,
          "'" + name + "' cannot be stored: the directory is not accessible",
          e);
    }
    promised += bytes;
  }

  FileName name() {
    return name;
  }

  /** Appends all of {@code bytes} to the file. Creates the temporary file if it does not exist. */
  void write(ByteBuffer bytes) throws TransferException {
    int count = bytes.remaining();
    if (count > promised) {
      // more bytes than reserved, because the sender has not announced the exact size
      promise(count - promised);
    }
    try {
      SeekableByteChannel file = open();
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw unstorable(e);
    }
    promised -= count;
    written += count;
    inbox.shares().written(remote, count);
  }

  /** Returns the temporary file. Creates it if it does not exist. */
  SeekableByteChannel open() throws IOException {
    SeekableByteChannel current = channel;
    if (current == null) {
      Path path = temporaryPath();
      current = inbox.storage().create(path);
      PartialFiles.hold(path, current);
      channel = current;
      temporary = path;
    }
    return current;
  }

  /**
   * Inserts {@code bytes} before all bytes that were written. Copies the temporary file, unless
   * {@code bytes} is empty.
   */
  void prepend(byte[] bytes) throws TransferException {
    if (bytes.length == 0) {
      return;
    }
    try {
      SeekableByteChannel rest = open();
      Path path = temporary;
      long first = written;
      channel = null;
      temporary = null;
      try (rest) {
        write(ByteBuffer.wrap(bytes));
        copy(rest);
      } finally {
        if (path != null) {
          Files.delete(path);
          PartialFiles.release(path);
          written -= first;
          // the file that was copied has been deleted, so its bytes are free again
          inbox.shares().giveBack(remote, 0, first);
        }
      }
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw unstorable(e);
    }
  }

  private void copy(SeekableByteChannel from) throws IOException {
    var piece = ByteBuffer.allocateDirect(COPY_BYTES);
    from.position(0);
    while (from.read(piece.clear()) >= 0) {
      write(piece.flip());
    }
  }

  /** Throws an exception if a file of this size exceeds the maximum file size of the inbox. */
  void requireSize(long bytes) throws TransferException {
    inbox.requireSize(bytes);
  }

  /**
   * Returns the path of a new temporary file. Its name begins with a dot and ends in {@code .part}.
   * No received file has such a name, because a {@link FileName} never begins with a dot.
   */
  private Path temporaryPath() {
    byte[] random = new byte[6];
    RANDOM.nextBytes(random);
    int end = 0;
    while (end < name.text().length() && end < NAME_CHARACTERS_MAX) {
      end = name.text().offsetByCodePoints(end, 1);
    }
    String start = name.text().substring(0, end);
    String hex = HexFormat.of().formatHex(random);
    return inbox.directory().resolve(PartialFiles.name(start, hex));
  }

  private TransferException unstorable(IOException e) {
    String reason =
        switch (e) {
          case AccessDeniedException _ -> "permission denied";
          case NoSuchFileException _ -> "the directory no longer exists";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    return new TransferException(
        FailureReason.STORAGE,
        "'" + name + "' cannot be stored: " + TerminalText.escape(reason),
        e);
  }

  /**
   * Stores the complete and verified file under its final name. Syncs first the content and then
   * the directory to the disk (fsync(2)). After a power failure, the directory therefore contains
   * either the complete new file, or the same files as before.
   */
  void publish() throws TransferException {
    try {
      SeekableByteChannel file = open();
      inbox.storage().sync(file);
      Path complete = Objects.requireNonNull(temporary);
      Path path = inbox.path(name);
      if (inbox.isOverwriting()) {
        inbox.requireFree(name); // checks again that the name is not that of a directory or a link
        inbox.storage().replace(complete, path);
      } else {
        inbox.storage().publish(complete, path);
      }
      published = true;
      // closed only after the file has its final name, because closing it releases its lock
      file.close();
      syncDirectory();
    } catch (FileAlreadyExistsException e) {
      throw Inbox.exists(name);
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw unstorable(e);
    }
  }

  /**
   * Syncs the directory to the disk. If this fails, the failure is only logged, because the file is
   * complete, and not every file system can sync a directory.
   */
  private void syncDirectory() {
    try {
      inbox.storage().syncDirectory(inbox.directory());
    } catch (IOException e) {
      LOG.write(
          Level.WARNING,
          "cannot sync directory {}: {}; a power failure may lose the newest file names",
          inbox.directory(),
          String.valueOf(e.getMessage()));
    }
  }

  /** Removes the temporary file and releases all reservations. Has no effect if called again. */
  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    inbox.shares().giveBack(remote, promised, published ? 0 : written);
    inbox.giveBack(name);
    try {
      if (channel != null) {
        channel.close();
      }
      if (temporary != null) {
        Files.deleteIfExists(temporary);
        PartialFiles.release(temporary);
      }
    } catch (IOException e) {
      LOG.write(Level.WARNING, "cannot remove a partial file: {}", String.valueOf(e.getMessage()));
    }
  }
}
