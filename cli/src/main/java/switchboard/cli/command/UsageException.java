package switchboard.cli.command;

import org.jspecify.annotations.Nullable;

/** The command line is wrong in a way that its grammar does not tell: exit status 2. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says which part is wrong and what would be right. */
  public UsageException(@Nullable String message) {
    super(message);
  }
}
