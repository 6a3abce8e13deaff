package switchboard.cli.console;

import java.io.IOException;

/** The reader of standard output, such as {@code head}, has closed it. This is not reported. */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception for a write that failed with {@code cause}. */
  public OutputClosedException(IOException cause) {
    super("standard output was closed by its reader", cause);
  }
}
