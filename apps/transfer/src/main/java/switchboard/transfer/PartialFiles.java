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
 * The partial files of an inbox: those being received, and those that a killed receiver has left. A
 * receiver locks its partial files, so that other processes see which are in use; the kernel
 * releases the lock when the process ends. Any thread.
 */
final class PartialFiles {
  private static final Log LOG = Log.named("switchboard.transfer");

  /** Matches what {@link #name} makes. An inbox accepts no file of such a name. */
  private static final Pattern NAME = Pattern.compile("\\..+\\.[0-9a-f]{12}\\.part");

  /** Younger files are kept: their receiver may not have locked them yet. */
  private static final Duration AGE_MIN = Duration.ofMinutes(1);

  /**
   * Partial files of this process. The sweep must not even open them: closing any descriptor of a
   * file releases all locks of the process on it (fcntl(2)).
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private PartialFiles() {}

  /** Returns a name made of the start of the final name and twelve hexadecimal digits. */
  static String name(String start, String random) {
    return "." + start + "." + random + ".part";
  }

  /** Whether {@link #name} may have made this name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
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

  /** Ends what {@link #hold} began, when the file has been removed. */
  static void release(Path path) {
    OWN.remove(path);
  }

  /**
   * Removes partial files that no process holds and that are a minute old; returns their number.
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
          Level.INFO,
          "{} files in {} were removed that a killed receiver had left incomplete",
          swept,
          directory);
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
