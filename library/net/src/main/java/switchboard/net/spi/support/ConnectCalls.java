package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.StreamHandle;

/** The system calls of one connect that was started, for {@link ReadinessConnect}. */
public interface ConnectCalls {

  /**
   * Returns the stream once the connect has succeeded, and null while it is undecided. Never
   * blocks.
   */
  @Nullable StreamHandle tryFinish() throws IOException;

  /** The options of the socket that connects. */
  ConnectionOptions options();

  /** Abandons the connect; called once or more, and never after it has succeeded. */
  void close() throws IOException;
}
