package switchboard.cli.console;

import java.io.IOException;

/**
 * Thrown if the process that reads the standard output of this program, such as {@code head}, has
 * closed its end of the pipe. The command then exits without an error message.
 */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception for a write that failed with {@code cause}. */
  public OutputClosedException(IOException cause) {
    super("standard output was closed by its reader", cause);
  }
}
