package switchboard.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose files are public. Only regular files are served. Files outside the directory
 * are not served, even if a symbolic link in the directory leads to them. Hidden files, whose names
 * begin with a dot, are not served either, except those in {@code /.well-known/} (RFC 8615). Do not
 * serve a directory that untrusted users can write to: a process could replace a directory by a
 * symbolic link after the server has checked the path, and before it opens the file. Thread-safe.
 */
final class StaticFiles {
  private static final System.Logger LOG = System.getLogger("switchboard.http");
  private static final String INDEX = "index.html";
  private static final String WELL_KNOWN = ".well-known";

  /**
   * If a file changes twice within this time, both changes may have the same time stamp. The value
   * is ten ticks of the kernel clock. A tick, the resolution of time stamps, is at most 10 ms.
   */
  private static final Duration TIME_STEP = Duration.ofMillis(100);

  /**
   * The path that was passed to the constructor. The path may be a symbolic link. The link may be
   * replaced by a link to another directory while the server runs.
   */
  private final Path directory;

  private final boolean listings;

  /** The result of a lookup. */
  sealed interface Finding {}

  /** An open file; the calling code must close it. */
  record Page(FileChannel file, long bytes, Instant changed, String entityTag, String type)
      implements Finding, AutoCloseable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** The listing of a directory that has no index file. */
  record Listed(DirectoryListing listing) implements Finding {}

  /** A redirect for a directory that was requested without a slash at the end. */
  record Elsewhere(String location) implements Finding {}

  /** An error status. */
  record Nothing(int code) implements Finding {}

  /**
   * Creates an instance for a directory.
   *
   * @param listings whether directories without an index file are listed
   * @throws NotDirectoryException if {@code directory} is not a directory
   */
  StaticFiles(Path directory, boolean listings) throws IOException {
    this.directory = directory.toAbsolutePath();
    this.listings = listings;
    if (!Files.isDirectory(directory.toRealPath())) {
      throw new NotDirectoryException(directory.toString());
    }
  }

  /** Returns a copy of this object, with or without directory listings. */
  StaticFiles withListings(boolean wanted) throws IOException {
    return new StaticFiles(directory, wanted);
  }

  /** Looks up the file or directory at the path of a request. Blocks on file system operations. */
  Finding find(TargetPath target, Instant now) {
    try {
      Path root = directory.toRealPath();
      Path place = real(root, target.names());
      if (place == null) {
        return new Nothing(404);
      }
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return target.endsWithSlash() ? new Nothing(404) : open(place, now);
      }
      return findIndex(root, place, target, now);
    } catch (AccessDeniedException forbidden) {
      return new Nothing(403);
    } catch (FileSystemException e) {
      return new Nothing(isFull(e) ? 503 : 404);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot read in " + directory, e);
      return new Nothing(500);
    }
  }

  private Finding findIndex(Path root, Path place, TargetPath target, Instant now)
      throws IOException {
    Path file = place.resolve(INDEX);
    // a link to a file that does not exist is ignored
    Path index = Files.exists(file) ? real(root, file) : null;
    Finding found = index == null ? new Nothing(404) : open(index, now);
    boolean nothing = found instanceof Nothing;
    if (target.endsWithSlash() || (nothing && !listings)) {
      return nothing && listings ? new Listed(DirectoryListing.of(root, place, target)) : found;
    }
    if (found instanceof Page page) {
      page.close();
    }
    // browsers resolve relative links in the page correctly only if the URL ends with a slash
    return new Elsewhere(target.asDirectory());
  }

  /**
   * Returns whether a file could not be opened because all file descriptors are in use. The JDK has
   * no separate exception class for this failure.
   */
  private static boolean isFull(FileSystemException e) {
    return String.valueOf(e.getReason()).contains("oo many open files");
  }

  private static @Nullable Path real(Path root, List<String> names) throws IOException {
    Path place = root;
    for (int i = 0; i < names.size(); i++) {
      Path next = single(root, names.get(i));
      if (next == null || isHidden(next, i)) {
        return null;
      }
      place = place.resolve(next);
    }
    return real(root, place);
  }

  /**
   * Returns a name as a path with one element. Returns null if the name contains a separator, a
   * drive or a root.
   */
  private static @Nullable Path single(Path root, String name) {
    try {
      Path step = root.getFileSystem().getPath(name);
      boolean one = !step.isAbsolute() && step.getRoot() == null && step.getNameCount() == 1;
      return one && step.toString().equals(name) ? step : null;
    } catch (InvalidPathException impossible) {
      return null;
    }
  }

  private static boolean isHidden(Path name, int depth) {
    String text = name.toString();
    return text.startsWith(".") && !(depth == 0 && text.equals(WELL_KNOWN));
  }

  /**
   * Returns the real path of {@code place}, without symbolic links. Returns null if the real path
   * is outside {@code root} or hidden.
   */
  static @Nullable Path real(Path root, Path place) throws IOException {
    Path real = place.toRealPath();
    if (!real.startsWith(root)) {
      return null;
    }
    if (real.equals(root)) {
      return real;
    }
    int depth = 0;
    for (Path name : root.relativize(real)) {
      if (isHidden(name, depth++)) {
        return null;
      }
    }
    return real;
  }

  private static Finding open(Path real, Instant now) throws IOException {
    var before = attributes(real);
    if (!before.isRegularFile()) {
      // opening a named pipe would block, and reading a device may never end
      return new Nothing(404);
    }
    var file = FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    try {
      var after = attributes(real);
      FileTime changed = after.lastModifiedTime();
      boolean certain =
          Objects.equals(before.fileKey(), after.fileKey())
              && before.size() == after.size()
              && before.lastModifiedTime().equals(changed)
              && Duration.between(changed.toInstant(), now).abs().compareTo(TIME_STEP) > 0;
      return new Page(
          file,
          file.size(),
          changed.toInstant().truncatedTo(ChronoUnit.SECONDS),
          entityTag(after, certain),
          MediaTypes.of(real.getFileName().toString()));
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static BasicFileAttributes attributes(Path real) throws IOException {
    return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Returns the entity tag of a file, which changes whenever the content changes. The tag consists
   * of the size, the time of the last change in nanoseconds, and the file key, which changes when
   * the file is replaced. The tag is weak (RFC 9110 §8.8.1) if the last change is so recent that a
   * further change could have the same time stamp.
   */
  private static String entityTag(BasicFileAttributes file, boolean strong) {
    Instant changed = file.lastModifiedTime().toInstant();
    return "%s\"%x-%x.%x-%x\""
        .formatted(
            strong ? "" : "W/",
            file.size(),
            changed.getEpochSecond(),
            changed.getNano(),
            Objects.hashCode(file.fileKey()));
  }
}
