package switchboard.cli.console;

import java.io.IOException;

/** Who reads our standard output, such as {@code head}, has had enough: no mistake of anybody's. */
public final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  public OutputClosedException(IOException cause) {
    super("nobody reads standard output any more", cause);
  }
}
