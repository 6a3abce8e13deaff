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
 * A directory into which others may put files, and its rules: no name that could do harm, nothing
 * overwritten unless that is allowed, no more than there is room for, and nothing under its name
 * before it is whole. Many receivers at once may share one. Any thread.
 */
public final class Inbox {
  private final Path directory;
  private final boolean overwriting;
  private final InboxLimits limits;
  private final Storage storage;
  private final NameIndex names;
  private final DiskShares shares;

  /** Keys of the names that are being received, over all connections. */
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
   * The directory, in which nothing is overwritten, with {@link InboxLimits#standard()}. It may be
   * a link to one; what is in it is never followed. Hidden files of receivers that were killed are
   * removed, once they are a minute old.
   *
   * @throws TransferException when it is none, or can't be written
   */
  public static Inbox of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      String what = Files.exists(directory) ? " is no directory" : " does not exist";
      throw new TransferException(FailureReason.STORAGE, "'" + shown(directory) + "'" + what);
    }
    Path real = directory.toRealPath();
    if (!Files.isWritable(real)) {
      throw new TransferException(
          FailureReason.STORAGE,
          "'" + shown(directory) + "' can't be written: choose another directory");
    }
    PartialFiles.sweep(real, Instant.now());
    return new Inbox(real, false, InboxLimits.standard(), Storage.DISK);
  }

  private static String shown(Path path) {
    return TerminalText.escape(path.toString());
  }

  /** This one, in which a file is replaced by a newer one of the same name. */
  public Inbox overwriting() {
    return new Inbox(directory, true, limits, storage);
  }

  /** This one with other limits. */
  public Inbox limits(InboxLimits other) {
    return new Inbox(directory, overwriting, other, storage);
  }

  Inbox storedBy(Storage other) {
    return new Inbox(directory, overwriting, limits, other);
  }

  /** Where the files go: an absolute path without links. */
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

  /** How many bytes the disk has for whatever comes next. */
  long freeBytes() throws IOException {
    return storage.usableBytes(directory);
  }

  /** Fails if a file of that size isn't wanted. */
  void requireSize(long size) throws TransferException {
    if (size > limits.fileBytesMax()) {
      throw new TransferException(
          FailureReason.TOO_LARGE,
          size + " bytes are too many: at most " + limits.fileBytesMax() + " are taken");
    }
  }

  /** Fails if the directory would hold too many files with those that are being received. */
  void requireCount() throws TransferException {
    if (names.size() + underWay.size() > limits.filesMax()) {
      throw new TransferException(
          FailureReason.TOO_LARGE,
          "the directory holds as many files as it may: " + limits.filesMax());
    }
  }

  /** Whether this name was nobody's, on any connection; then it is taken. */
  boolean tryTake(FileName name) {
    return underWay.add(name.key());
  }

  void giveBack(FileName name) {
    underWay.remove(name.key());
  }

  /**
   * Returns where a file of this name lies.
   *
   * @throws TransferException if the locale of this process has an encoding without a character of
   *     the name, such as ISO-8859-1 for a name in Chinese
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

  /** Fails if the name belongs to something that must stay. */
  void requireFree(FileName name) throws TransferException {
    Path path = path(name);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      String what = isDirectory ? "a directory" : "a link or a device";
      throw new TransferException(
          FailureReason.EXISTS, "'" + name + "' is " + what + " there already");
    }
    if (!overwriting) {
      throw exists(name);
    }
  }

  static TransferException exists(FileName name) {
    return new TransferException(
        FailureReason.EXISTS, "'" + name + "' is there already, and is not overwritten");
  }
}
