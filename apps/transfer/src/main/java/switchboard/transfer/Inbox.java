package switchboard.transfer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import switchboard.net.Visible;

/**
 * A directory into which others may put files, and its rules: no name that could do harm, nothing
 * overwritten unless that is allowed, no more than there is room for, and nothing under its name
 * before it is whole. Many receivers at once may share one. Any thread.
 */
public final class Inbox {
  private final Path directory;
  private final boolean overwriting;
  private final long bytesMax;
  private final Storage storage;

  /** Keys of the names that are being received, over all connections. */
  private final Set<String> underWay;

  /** What was announced, taken, and not written yet. */
  private final AtomicLong promisedBytes;

  Inbox(Path directory, boolean overwriting, long bytesMax, Storage storage) {
    this.directory = directory;
    this.overwriting = overwriting;
    this.bytesMax = bytesMax;
    this.storage = storage;
    this.underWay = ConcurrentHashMap.newKeySet();
    this.promisedBytes = new AtomicLong();
  }

  /**
   * The directory, in which nothing is overwritten and files have any size that fits. It may be a
   * link to one; what is in it is never followed. Hidden files of receivers that were killed are
   * removed, once they are a minute old.
   *
   * @throws TransferException when it is none, or can't be written
   */
  public static Inbox of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      String what = Files.exists(directory) ? " is no directory" : " does not exist";
      throw new TransferException(Reason.STORAGE, "'" + shown(directory) + "'" + what);
    }
    Path real = directory.toRealPath();
    if (!Files.isWritable(real)) {
      throw new TransferException(
          Reason.STORAGE, "'" + shown(directory) + "' can't be written: choose another directory");
    }
    PartialFiles.sweep(real, Instant.now());
    return new Inbox(real, false, Long.MAX_VALUE, Storage.DISK);
  }

  private static String shown(Path path) {
    return Visible.of(path.toString());
  }

  /** This one, in which a file is replaced by a newer one of the same name. */
  public Inbox overwriting() {
    return new Inbox(directory, true, bytesMax, storage);
  }

  /** This one, which takes files of {@code max} bytes at most. */
  public Inbox upTo(long max) {
    return new Inbox(directory, overwriting, max, storage);
  }

  Inbox storedBy(Storage other) {
    return new Inbox(directory, overwriting, bytesMax, other);
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

  /** Fails if a file of that size isn't wanted, or has no room. */
  void requireRoom(long size) throws IOException {
    requireSize(size);
    long usable = Math.max(0, storage.usableBytes(directory) - promisedBytes.get());
    if (size > usable) {
      throw new TransferException(
          Reason.TOO_LARGE, "there is no room for " + size + " bytes: " + usable + " are free");
    }
  }

  /** Fails if a file of that size isn't wanted. */
  void requireSize(long size) throws TransferException {
    if (size > bytesMax) {
      throw new TransferException(
          Reason.TOO_LARGE, size + " bytes are too many: at most " + bytesMax + " are taken");
    }
  }

  /** More of what was announced is to come, or less. */
  void promise(long bytes) {
    promisedBytes.addAndGet(bytes);
  }

  /** Whether this name was nobody's, on any connection; then it is taken. */
  boolean tryTake(FileName name) {
    return underWay.add(name.key());
  }

  void giveBack(FileName name) {
    underWay.remove(name.key());
  }

  /** Fails if the name belongs to something that must stay. */
  void requireFree(FileName name) throws TransferException {
    Path path = directory.resolve(name.text());
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
      String what = isDirectory ? "a directory" : "a link or a device";
      throw new TransferException(Reason.EXISTS, "'" + name + "' is " + what + " there already");
    }
    if (!overwriting) {
      throw exists(name);
    }
  }

  static TransferException exists(FileName name) {
    return new TransferException(
        Reason.EXISTS, "'" + name + "' is there already, and is not overwritten");
  }

  /** Tells each name in the directory. */
  void list(Consumer<String> names) throws IOException {
    try (var paths = Files.newDirectoryStream(directory)) {
      paths.forEach(path -> names.accept(String.valueOf(path.getFileName())));
    }
  }
}
