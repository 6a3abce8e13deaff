package switchboard.cli.command;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if the command line is invalid although the parser accepts it, such as with conflicting
 * options. The command then exits with status 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message which part of the command line is wrong, and the correct form
   */
  public UsageException(@Nullable String message) {
    super(message);
  }
}
