package switchboard.cli.command;

import java.nio.file.Path;

/**
 * Parses paths from the command line. The JVM does not start in a working directory that has been
 * deleted. If the working directory has been deleted, the launcher of this program starts the JVM
 * in another directory and sets a system property. Relative paths are then rejected, because they
 * would name files in that other directory. Thread-safe.
 */
public final class WorkingDirectory {
  private static final boolean DELETED = Boolean.getBoolean("switchboard.directory.deleted");

  private WorkingDirectory() {}

  /**
   * Returns {@code typed} as a path.
   *
   * @throws UsageException if the path is relative and the working directory has been deleted
   * @throws java.nio.file.InvalidPathException if {@code typed} is not a valid path
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
   * @param otherwise a clause for the message that says what is impossible in a deleted directory,
   *     such as {@code no files can be received there}
   * @throws UsageException if the working directory has been deleted
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
