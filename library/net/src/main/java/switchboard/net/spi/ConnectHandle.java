package switchboard.net.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A connect on its way. Closing it gives the attempt up, unless it has already been finished. */
public interface ConnectHandle extends Handle {

  /**
   * Blocks until it is decided.
   *
   * @return the stream, which owns the socket from now on
   */
  StreamHandle finish() throws IOException;

  /** Like {@link #finish}, but returns null while it is undecided. */
  @Nullable StreamHandle tryFinish() throws IOException;
}
