package switchboard.relay;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionLostException;

/** The output takes no more: its reader has gone, or the disk is full. */
public final class OutputLostException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The reader of a pipe has gone; the peer of a socket has (write(2)). */
  private static final Set<String> READER_GONE = Set.of("EPIPE", "ECONNRESET");

  private final boolean readerGone;

  OutputLostException(@Nullable String reason, ConnectionLostException cause) {
    super("can't write to standard output: " + reason, cause);
    this.readerGone = cause.errno().filter(READER_GONE::contains).isPresent();
  }

  /** Whether who reads it, such as {@code head}, has had enough: no mistake of anybody's. */
  public boolean isReaderGone() {
    return readerGone;
  }
}
