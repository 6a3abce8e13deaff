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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directory whose files may be read by everybody who asks: nothing outside it, wherever links
 * lead; nothing whose name begins with a dot; nothing that is no regular file. Whoever may write
 * into it while it is served could exchange a directory for a link between our look and our
 * opening: do not serve a directory that strangers write. Any thread.
 */
final class Folder {
  private static final System.Logger LOG = System.getLogger("switchboard.http");
  private static final String INDEX = "index.html";

  /** The directory itself, with no link left in it. */
  private final Path root;

  /** What is found. */
  sealed interface Finding {}

  /** A file, open; whoever gets it closes it. */
  record Page(FileChannel file, long bytes, Instant changed, String type)
      implements Finding, AutoCloseable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** A directory that was asked for as if it were a file. */
  record Elsewhere(String location) implements Finding {}

  /** Nothing for the caller. */
  record Nothing(int code) implements Finding {}

  /**
   * A directory to be served.
   *
   * @throws NotDirectoryException when it is none
   */
  Folder(Path directory) throws IOException {
    root = directory.toRealPath();
    if (!Files.isDirectory(root)) {
      throw new NotDirectoryException(directory.toString());
    }
  }

  /** What is at that place. */
  Finding find(TargetPath target) {
    try {
      Path place = real(target.names());
      if (place == null) {
        return new Nothing(404);
      }
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return target.endsWithSlash() ? new Nothing(404) : open(place);
      }
      Path index = real(root.relativize(place.resolve(INDEX)));
      if (index == null) {
        return new Nothing(404);
      }
      Finding found = open(index);
      if (found instanceof Page page && !target.endsWithSlash() && !target.names().isEmpty()) {
        page.close();
        return new Elsewhere(target.asDirectory()); // else links in it would lead elsewhere
      }
      return found;
    } catch (AccessDeniedException forbidden) {
      return new Nothing(403);
    } catch (FileSystemException e) {
      return new Nothing(isFull(e) ? 503 : 404);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "can't read in " + root, e);
      return new Nothing(500);
    }
  }

  /** The JDK has no exception of its own for a process without descriptors. */
  private static boolean isFull(FileSystemException e) {
    return String.valueOf(e.getReason()).contains("oo many open files");
  }

  private @Nullable Path real(List<String> names) throws IOException {
    Path place = root;
    for (String name : names) {
      Path next = single(name);
      if (next == null) {
        return null;
      }
      place = place.resolve(next);
    }
    return real(root.relativize(place));
  }

  /** A name as one step down: no slash or backslash in it, no drive, no way up. */
  private @Nullable Path single(String name) {
    if (name.startsWith(".") || name.indexOf('\\') >= 0 || name.indexOf('/') >= 0) {
      return null;
    }
    try {
      Path step = root.getFileSystem().getPath(name);
      boolean one = !step.isAbsolute() && step.getRoot() == null && step.getNameCount() == 1;
      return one && step.toString().equals(name) ? step : null;
    } catch (InvalidPathException impossible) {
      return null;
    }
  }

  /** Where that really is, if it is inside and not hidden. */
  private @Nullable Path real(Path relative) throws IOException {
    Path real = root.resolve(relative).toRealPath();
    if (!real.startsWith(root)) {
      return null;
    }
    for (Path name : root.relativize(real)) {
      if (name.toString().startsWith(".")) {
        return null;
      }
    }
    return real;
  }

  private static Finding open(Path real) throws IOException {
    var attributes =
        Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      return new Nothing(404); // opening a pipe would block, and a device may never end
    }
    var file = FileChannel.open(real, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    Instant changed = attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    String type = MediaTypes.of(real.getFileName().toString());
    try {
      return new Page(file, file.size(), changed, type);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }
}
