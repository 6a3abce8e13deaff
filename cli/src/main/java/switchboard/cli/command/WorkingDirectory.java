package switchboard.cli.command;

import java.nio.file.Path;

/**
 * Resolves paths as they were typed. The JVM does not start in a working directory that has been
 * deleted, so the launcher starts it in another one and says so by a system property; then a
 * relative path must not name something there. Any thread.
 */
public final class WorkingDirectory {
  private static final boolean DELETED = Boolean.getBoolean("switchboard.directory.deleted");

  private WorkingDirectory() {}

  /**
   * Returns {@code typed} as a path.
   *
   * @throws UsageException when it is relative and the working directory has been deleted
   * @throws java.nio.file.InvalidPathException when it can't be a path
   */
  public static Path path(String typed) {
    Path path = Path.of(typed);
    if (!path.isAbsolute()) {
      require("'" + typed + "' names nothing");
    }
    return path;
  }

  /**
   * Does nothing while there is a working directory.
   *
   * @param otherwise what does not work without one
   * @throws UsageException when it has been deleted
   */
  public static void require(String otherwise) {
    if (DELETED) {
      throw new UsageException(
          "the working directory has been deleted, so "
              + otherwise
              + ": change to another directory, or write a path from /");
    }
  }
}
