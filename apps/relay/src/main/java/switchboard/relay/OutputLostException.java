package switchboard.relay;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The output takes no more: its reader has gone, or the disk is full. */
public final class OutputLostException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean readerGone;

  OutputLostException(@Nullable String reason, IOException cause) {
    super("can't write to standard output: " + reason, cause);
    this.readerGone = "Broken pipe".equals(reason);
  }

  /** Whether who reads it, such as {@code head}, has had enough: no mistake of anybody's. */
  public boolean isReaderGone() {
    return readerGone;
  }
}
