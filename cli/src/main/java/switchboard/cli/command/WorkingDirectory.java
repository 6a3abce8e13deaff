package switchboard.cli.command;

import java.nio.file.Path;

/**
 * Resolves typed paths. The JVM does not start in a working directory that has been deleted, so the
 * launcher starts it in another one and sets a system property. Relative paths are then rejected,
 * since they would name files in that other directory. Thread-safe.
 */
public final class WorkingDirectory {
  private static final boolean DELETED = Boolean.getBoolean("switchboard.directory.deleted");

  private WorkingDirectory() {}

  /**
   * Returns {@code typed} as a path.
   *
   * @throws UsageException if it is relative and the working directory has been deleted
   * @throws java.nio.file.InvalidPathException if it is not a valid path
   */
  public static Path path(String typed) {
    Path path = Path.of(typed);
    if (!path.isAbsolute()) {
      require("'" + typed + "' cannot be resolved");
    }
    return path;
  }

  /**
   * Checks that the working directory exists.
   *
   * @param otherwise what fails without it, for the message
   * @throws UsageException if it has been deleted
   */
  public static void require(String otherwise) {
    if (DELETED) {
      throw new UsageException(
          "the working directory has been deleted, so "
              + otherwise
              + ": change to another directory, or use an absolute path");
    }
  }
}
