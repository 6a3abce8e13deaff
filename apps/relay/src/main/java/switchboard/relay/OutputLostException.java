package switchboard.relay;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionLostException;

/** Thrown when writing to standard output fails: its reader has closed it, or the disk is full. */
public final class OutputLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The errors of a closed pipe and of a reset socket (write(2)). */
  private static final Set<String> READER_GONE = Set.of("EPIPE", "ECONNRESET");

  private final boolean readerGone;

  OutputLostException(@Nullable String reason, ConnectionLostException cause) {
    super("can't write to standard output: " + reason, cause);
    this.readerGone = cause.errno().filter(READER_GONE::contains).isPresent();
  }

  /** Returns whether the reader has closed its end, as {@code head} does. That is not an error. */
  public boolean isReaderGone() {
    return readerGone;
  }
}
