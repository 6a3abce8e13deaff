package switchboard.net.spi;

import java.io.IOException;

/**
 * Thrown by an engine if a file cannot be read or written during a transfer between the file and a
 * socket. Applications do not see this exception: the connection throws the original error of the
 * file instead.
 *
 * @since 0.1.0
 */
public final class FileError extends IOException {
  private static final long serialVersionUID = 1L;

  /** The error of the file. */
  private final IOException ofFile;

  /**
   * Creates an error whose cause is {@code ofFile}.
   *
   * @param ofFile the exception that the file has thrown
   */
  public FileError(IOException ofFile) {
    super(ofFile);
    this.ofFile = ofFile;
  }

  /** {@return the exception that the file has thrown} */
  public IOException ofFile() {
    return ofFile;
  }
}
