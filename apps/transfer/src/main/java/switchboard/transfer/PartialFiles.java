package switchboard.transfer;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import switchboard.net.spi.Log;

/**
 * The hidden files that are still being received, and those that a receiver has left behind which
 * was killed. A receiver locks its own, so that another process sees which are in use; the lock
 * ends with the process, however it ends. Any thread.
 */
final class PartialFiles {
  private static final Log LOG = Log.named("switchboard.transfer");

  /** Begins with a dot, and ends as no name that an inbox takes: see {@link #name}. */
  private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{12}\\.part");

  /** Between making a file and locking it, its receiver has this long. */
  private static final Duration AGE_MIN = Duration.ofMinutes(1);

  /**
   * Those of this process. They must not even be opened: closing any descriptor of a file gives the
   * process's locks on it back (fcntl(2)).
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private PartialFiles() {}

  /** The name of a hidden file, made of a part of its later name and twelve hexadecimal digits. */
  static String name(String start, String random) {
    return "." + start + "." + random + ".part";
  }

  /** Marks a new file as in use until {@link #release}. */
  static void hold(Path path, SeekableByteChannel file) {
    OWN.add(path);
    try {
      if (file instanceof FileChannel channel) {
        var _ = channel.tryLock();
      }
    } catch (IOException e) { // a file system without locks: its files are not swept either
      LOG.write(Level.DEBUG, "{} is not locked: {}", path, String.valueOf(e.getMessage()));
    }
  }

  /** The file is gone, or nobody's any more. */
  static void release(Path path) {
    OWN.remove(path);
  }

  /** Removes what nobody receives any more, unless it is quite new; how many files there were. */
  static int sweep(Path directory, Instant now) throws IOException {
    int swept = 0;
    try (var paths = Files.newDirectoryStream(directory, ".*.part")) {
      for (Path path : paths) {
        swept += isLeftOver(path, now) ? 1 : 0;
      }
    }
    if (swept > 0) {
      LOG.write(
          Level.INFO,
          "{} files in {} were removed that a killed receiver had left incomplete",
          swept,
          directory);
    }
    return swept;
  }

  private static boolean isLeftOver(Path path, Instant now) {
    if (!NAME.matcher(String.valueOf(path.getFileName())).matches() || OWN.contains(path)) {
      return false;
    }
    try {
      boolean old =
          Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
              .toInstant()
              .isBefore(now.minus(AGE_MIN));
      return old
          && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          && removeUnlessLocked(path);
    } catch (IOException | OverlappingFileLockException gone) {
      return false; // or in use after all
    }
  }

  private static boolean removeUnlessLocked(Path path) throws IOException {
    var options = Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try (FileChannel channel = FileChannel.open(path, options);
        var lock = channel.tryLock()) {
      return lock != null && Files.deleteIfExists(path);
    }
  }
}
