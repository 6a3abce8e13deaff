package switchboard.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import switchboard.net.internal.TerminalText;

/**
 * A directory for received files, with the rules for storing them. File names must be safe, the
 * limits on files and bytes apply, and existing files are overwritten only if that is allowed. A
 * file appears under its name only when it is complete. Several receivers may share an inbox. Its
 * settings are immutable. Thread-safe.
 *
 * <pre>{@code
 * var inbox = Inbox.of(Path.of("/srv/inbox")).limits(InboxLimits.standard().fileBytes(1L << 30));
 * }</pre>
 */
public final class Inbox {
  private final Path directory;
  private final boolean overwriting;
  private final InboxLimits limits;
  private final Storage storage;
  private final NameIndex names;
  private final DiskShares shares;

  /**
   * The keys ({@link FileName#key}) of the names of all files that are currently being received, on
   * all connections.
   */
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  Inbox(Path directory, boolean overwriting, InboxLimits limits, Storage storage) {
    this.directory = directory;
    this.overwriting = overwriting;
    this.limits = limits;
    this.storage = storage;
    this.names = new NameIndex(directory, limits.filesMax());
    this.shares = new DiskShares(limits.diskSharePercent());
  }

  /**
   * Opens a directory as an inbox with {@link InboxLimits#standard()}, in which existing files are
   * not overwritten. Removes partial files that killed receivers have left and that were last
   * changed more than a minute ago.
   *
   * @param directory the directory, or a symbolic link to it; symbolic links inside the directory
   *     are never followed
   * @throws TransferException if {@code directory} is not an existing, writable directory
   * @throws IOException if the directory cannot be read
   */
  public static Inbox of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      String what = Files.exists(directory) ? " is not a directory" : " does not exist";
      throw new TransferException(FailureReason.STORAGE, "'" + shown(directory) + "'" + what);
    }
    Path real = directory.toRealPath();
    if (!Files.isWritable(real)) {
      throw new TransferException(
          FailureReason.STORAGE,
          "'" + shown(directory) + "' is not writable; choose another directory");
    }
    PartialFiles.sweep(real, Instant.now());
    return new Inbox(real, false, InboxLimits.standard(), Storage.DISK);
  }

  private static String shown(Path path) {
    return TerminalText.escape(path.toString());
  }

  /**
   * Returns a copy of this inbox that replaces an existing file when a file of the same name is
   * received.
   */
  public Inbox overwriting() {
    return new Inbox(directory, true, limits, storage);
  }

  /** Returns a copy of this inbox with these limits. */
  public Inbox limits(InboxLimits other) {
    return new Inbox(directory, overwriting, other, storage);
  }

  Inbox storedBy(Storage other) {
    return new Inbox(directory, overwriting, limits, other);
  }

  /** {@return the directory, as an absolute path without symbolic links} */
  public Path directory() {
    return directory;
  }

  Storage storage() {
    return storage;
  }

  boolean isOverwriting() {
    return overwriting;
  }

  InboxLimits limits() {
    return limits;
  }

  NameIndex names() {
    return names;
  }

  DiskShares shares() {
    return shares;
  }

  /** Returns the free bytes on the disk. */
  long freeBytes() throws IOException {
    return storage.usableBytes(directory);
  }

  /** Throws an exception if a file of {@code size} bytes exceeds the maximum file size. */
  void requireSize(long size) throws TransferException {
    if (size > limits.fileBytesMax()) {
      throw new TransferException(
          FailureReason.TOO_LARGE,
          "file too large: " + size + " bytes; the limit is " + limits.fileBytesMax());
    }
  }

  /**
   * Throws an exception if the directory contains too many files. Files that are being received are
   * included in the number.
   */
  void requireCount() throws TransferException {
    if (names.size() + underWay.size() > limits.filesMax()) {
      throw new TransferException(
          FailureReason.TOO_LARGE,
          "the directory is full: it may contain at most " + limits.filesMax() + " files");
    }
  }

  /**
   * Reserves a file name. Returns false if a file of this name is already being received on any
   * connection.
   */
  boolean tryTake(FileName name) {
    return underWay.add(name.key());
  }

  void giveBack(FileName name) {
    underWay.remove(name.key());
  }

  /**
   * Returns the path of the file with this name in the inbox.
   *
   * @throws TransferException if the encoding of the locale cannot represent a character of the
   *     name; ISO-8859-1, for example, has no Chinese characters
   */
  Path path(FileName name) throws TransferException {
    try {
      return directory.resolve(name.text());
    } catch (InvalidPathException e) {
      throw new TransferException(
          FailureReason.NAME,
          "the name '" + name + "' has characters that the locale of the receiver cannot encode",
          e);
    }
  }

  /** Throws an exception if a file or directory of this name exists and must not be replaced. */
  void requireFree(FileName name) throws TransferException {
    Path path = path(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      String what = isDirectory ? "a directory" : "a link or a device";
      throw new TransferException(
          FailureReason.EXISTS, "'" + name + "' already exists and is " + what);
    }
    if (!overwriting) {
      throw exists(name);
    }
  }

  static TransferException exists(FileName name) {
    return new TransferException(
        FailureReason.EXISTS, "'" + name + "' already exists and is not overwritten");
  }
}
