package switchboard.cli.command;

import java.io.IOException;

/** A request that exceeds a limit, or that needs an explicit option: exit status 4. */
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
