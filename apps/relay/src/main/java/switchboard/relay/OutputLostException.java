package switchboard.relay;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionLostException;

/**
 * Thrown when a write to standard output fails: for example, because the reader has closed its end
 * of the pipe, or because the disk is full.
 */
public final class OutputLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The errors that write(2) reports for a closed pipe and for a reset socket. */
  private static final Set<String> READER_GONE = Set.of("EPIPE", "ECONNRESET");

  private final boolean readerGone;

  OutputLostException(@Nullable String reason, ConnectionLostException cause) {
    super("can't write to standard output: " + reason, cause);
    this.readerGone = cause.errno().filter(READER_GONE::contains).isPresent();
  }

  /**
   * Returns whether the reader of standard output has closed its end of the pipe, as {@code head}
   * does after its last line. Most programs do not report this as an error.
   */
  public boolean isReaderGone() {
    return readerGone;
  }
}
