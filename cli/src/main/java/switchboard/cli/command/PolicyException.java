package switchboard.cli.command;

import java.io.IOException;

/**
 * Thrown if a request exceeds a limit, or requires an option that was not given. The command then
 * exits with status 4.
 */
public final class PolicyException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message why the request was refused, and the option that allows it
   */
  public PolicyException(String message) {
    super(message);
  }
}
