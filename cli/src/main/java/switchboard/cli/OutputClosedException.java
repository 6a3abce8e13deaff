package switchboard.cli;

import java.io.IOException;

/** Who reads our standard output, such as {@code head}, has had enough: no mistake of anybody's. */
final class OutputClosedException extends IOException {
  private static final long serialVersionUID = 1L;

  OutputClosedException(IOException cause) {
    super("nobody reads standard output any more", cause);
  }
}
