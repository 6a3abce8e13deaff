package switchboard.contracts;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counts the descriptors of this process that are sockets; see proc(5). */
final class Descriptors {
  private static final Path OPEN = Path.of("/proc/self/fd");

  private Descriptors() {}

  /** {@return the number of sockets, or 0 on systems without {@code /proc/self/fd}} */
  static long sockets() {
    if (!Files.isDirectory(OPEN)) {
      return 0;
    }
    long count = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(OPEN)) {
      for (Path entry : entries) {
        if (isSocket(entry)) {
          count++;
        }
      }
    } catch (IOException e) {
      throw new AssertionError("cannot list " + OPEN, e);
    }
    return count;
  }

  private static boolean isSocket(Path entry) {
    try {
      return Files.readSymbolicLink(entry).toString().startsWith("socket:");
    } catch (IOException closedMeanwhile) {
      return false;
    }
  }
}
