package switchboard.server;

import java.io.IOException;

/**
 * Thrown when a program does not exist, is not executable, or cannot be started.
 *
 * @since 0.1.0
 */
public final class ProgramException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message a description that names the program and the reason
   */
  public ProgramException(String message) {
    super(message);
  }
}
