package switchboard.cli.command;

import java.io.IOException;

/** What was asked for can be done, and is not done without being asked for expressly. */
public final class PolicyException extends IOException {
  private static final long serialVersionUID = 1L;

  /** One sentence for a person: why not, and what to type. */
  public PolicyException(String message) {
    super(message);
  }
}
