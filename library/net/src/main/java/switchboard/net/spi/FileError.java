package switchboard.net.spi;

import java.io.IOException;

/**
 * What an engine throws when it is the file that fails, not the connection beside it: callers get
 * what the file said, as it is.
 */
public final class FileError extends IOException {
  private static final long serialVersionUID = 1L;

  private final IOException ofFile;

  /** What the file said. */
  public FileError(IOException ofFile) {
    super(ofFile);
    this.ofFile = ofFile;
  }

  /** The file's own error. */
  public IOException ofFile() {
    return ofFile;
  }
}
