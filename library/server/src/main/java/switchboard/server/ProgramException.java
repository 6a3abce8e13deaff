package switchboard.server;

import java.io.IOException;

/** A program can't be run: there is none of that name, or the system has no room for it. */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says in one sentence which program, and why. */
  public ProgramException(String message) {
    super(message);
  }
}
