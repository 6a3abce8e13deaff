package switchboard.cli.command;

import org.jspecify.annotations.Nullable;

/** An invalid command line that the parser accepts, such as conflicting options: exit status 2. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message the part that is wrong, and the correct form
   */
  public UsageException(@Nullable String message) {
    super(message);
  }
}
