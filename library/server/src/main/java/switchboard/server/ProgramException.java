package switchboard.server;

import java.io.IOException;

/** Thrown when a program cannot be run: it does not exist, or the system cannot start it. */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that names the program and the reason. */
  public ProgramException(String message) {
    super(message);
  }
}
