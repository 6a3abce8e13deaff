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
import switchboard.net.internal.Log;

/**
 * The partial files of an inbox: files that are being received, and incomplete files that a killed
 * receiver has left. A receiver locks its partial files, so that other processes can detect that
 * these files are in use. The kernel releases the locks when the process ends. Thread-safe.
 */
final class PartialFiles {
  private static final Log LOG = Log.named("switchboard.transfer");

  /** Matches the names that {@link #name} returns. An inbox accepts no file with such a name. */
  private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{12}\\.part");

  /**
   * Partial files that are younger than this are not removed, because their receiver may not have
   * locked them yet.
   */
  private static final Duration AGE_MIN = Duration.ofMinutes(1);

  /**
   * The partial files of this process. {@link #sweep} must not open them, because closing any
   * descriptor of a file releases all locks of the process on it (fcntl(2)).
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private PartialFiles() {}

  /**
   * Returns the name of a partial file. It contains the beginning of the final name ({@code start})
   * and twelve random hexadecimal digits ({@code random}).
   */
  static String name(String start, String random) {
    return "." + start + "." + random + ".part";
  }

  /** Returns whether {@code name} is the name of a partial file, as {@link #name} returns it. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** Locks a new file, and marks it as in use until {@link #release} is called. */
  static void hold(Path path, SeekableByteChannel file) {
    OWN.add(path);
    try {
      if (file instanceof FileChannel channel) {
        var _ = channel.tryLock();
      }
    } catch (IOException e) { // sweep() then cannot lock the file either, and does not remove it
      LOG.write(Level.DEBUG, "{} is not locked: {}", path, String.valueOf(e.getMessage()));
    }
  }

  /** Marks a file as not in use. Call this method after the file was removed or renamed. */
  static void release(Path path) {
    OWN.remove(path);
  }

  /**
   * Removes the partial files in {@code directory} that are older than one minute and that no
   * process uses.
   *
   * @return the number of removed files
   */
  static int sweep(Path directory, Instant now) throws IOException {
    int swept = 0;
    try (var paths = Files.newDirectoryStream(directory, ".*.part")) {
      for (Path path : paths) {
        swept += isLeftOver(path, now) ? 1 : 0;
      }
    }
    if (swept > 0) {
      LOG.write(
          Level.INFO, "removed {} partial files of killed receivers from {}", swept, directory);
    }
    return swept;
  }

  private static boolean isLeftOver(Path path, Instant now) {
    if (!isName(String.valueOf(path.getFileName())) || OWN.contains(path)) {
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
    } catch (IOException | OverlappingFileLockException e) {
      return false; // removed by another process, or in use
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
