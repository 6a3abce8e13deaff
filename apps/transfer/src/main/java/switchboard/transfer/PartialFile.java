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
 * A file on its way into an inbox: hidden, under a name that nobody takes for a file, until {@link
 * #publish}. Belongs to one thread.
 */
final class PartialFile implements AutoCloseable {
  private static final Log LOG = Log.named("switchboard.transfer");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int COPY_BYTES = 64 * 1024;

  private static final int NAME_CHARACTERS_MAX = 48;

  private final Inbox inbox;
  private final FileName name;
  private @Nullable Path hidden;
  private @Nullable SeekableByteChannel channel;
  private final Address remote;

  /** Bytes that the disk has promised and that have not been written. */
  private long promised;

  private long written;
  private boolean published;
  private boolean ended;

  /**
   * A file of {@code size} bytes from {@code remote}. The name is taken already; gives it back when
   * it ends.
   *
   * @throws TransferException when the inbox has no room for it
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
          FailureReason.STORAGE, "'" + name + "' can't be stored: its directory is gone", e);
    }
    promised += bytes;
  }

  FileName name() {
    return name;
  }

  /** Adds all of {@code bytes}; makes the hidden file if there is none yet. */
  void write(ByteBuffer bytes) throws TransferException {
    int count = bytes.remaining();
    if (count > promised) {
      promise(count - promised); // its sender did not tell its size
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

  /** The hidden file, open. */
  SeekableByteChannel open() throws IOException {
    SeekableByteChannel current = channel;
    if (current == null) {
      Path path = hiddenPath();
      current = inbox.storage().create(path);
      PartialFiles.hold(path, current);
      channel = current;
      hidden = path;
    }
    return current;
  }

  /** Puts {@code bytes} before what was written, which is copied if there are any. */
  void prepend(byte[] bytes) throws TransferException {
    if (bytes.length == 0) {
      return;
    }
    try {
      SeekableByteChannel rest = open();
      Path path = hidden;
      long first = written;
      channel = null;
      hidden = null;
      try (rest) {
        write(ByteBuffer.wrap(bytes));
        copy(rest);
      } finally {
        if (path != null) {
          Files.delete(path);
          PartialFiles.release(path);
          written -= first;
          inbox.shares().giveBack(remote, 0, first); // the copy takes its place
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

  /** Fails if it has become more than the inbox takes. */
  void requireSize(long bytes) throws TransferException {
    inbox.requireSize(bytes);
  }

  /** Begins {@code .}, ends in {@code .part}: no name that an inbox takes looks like it. */
  private Path hiddenPath() {
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
          case AccessDeniedException _ -> "it may not be written there";
          case NoSuchFileException _ -> "its directory is gone";
          case FileSystemException system when system.getReason() != null -> system.getReason();
          default -> e.getMessage() == null ? e.toString() : e.getMessage();
        };
    return new TransferException(
        FailureReason.STORAGE, "'" + name + "' can't be stored: " + TerminalText.escape(reason), e);
  }

  /**
   * Gives the complete and verified file its name. Syncs the contents before the name, and the name
   * before this returns: after a power failure there is either no file of this name or the complete
   * one.
   */
  void publish() throws TransferException {
    try {
      SeekableByteChannel file = open();
      inbox.storage().sync(file);
      Path whole = Objects.requireNonNull(hidden);
      Path path = inbox.path(name);
      if (inbox.isOverwriting()) {
        inbox.requireFree(name); // still no directory and no link
        inbox.storage().replace(whole, path);
      } else {
        inbox.storage().publish(whole, path);
      }
      published = true;
      file.close(); // only now, since that gives up the lock
      syncDirectory();
    } catch (FileAlreadyExistsException e) {
      throw Inbox.exists(name);
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw unstorable(e);
    }
  }

  /** A failure is logged only: the file is complete, and not every file system supports this. */
  private void syncDirectory() {
    try {
      inbox.storage().syncDirectory(inbox.directory());
    } catch (IOException e) {
      LOG.write(
          Level.WARNING,
          "the names in {} are not synced to the disk, a power failure may lose the newest: {}",
          inbox.directory(),
          String.valueOf(e.getMessage()));
    }
  }

  /** Ends it, and removes the hidden name: what was not published is gone. Repeatable. */
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
      if (hidden != null) {
        Files.deleteIfExists(hidden);
        PartialFiles.release(hidden);
      }
    } catch (IOException e) {
      LOG.write(Level.WARNING, "a leftover can't be removed: {}", String.valueOf(e.getMessage()));
    }
  }
}
