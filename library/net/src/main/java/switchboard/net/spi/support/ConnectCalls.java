package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.StreamHandle;

/**
 * The system calls of one connect in progress, for {@link ReadinessConnect}.
 *
 * @since 0.1.0
 */
public interface ConnectCalls {

  /**
   * Returns the stream if the connect has succeeded. Never blocks.
   *
   * @return the stream; closing it closes the socket. Null while the connect is in progress
   * @throws IOException as a {@link switchboard.net.spi.SystemError} if the connect has failed
   */
  @Nullable StreamHandle tryFinish() throws IOException;

  /** {@return access to the options of the socket that connects} */
  ConnectionOptions options();

  /**
   * Abandons the connect and closes its socket. May be called any number of times, but is never
   * called after {@link #tryFinish} has returned a stream.
   *
   * @throws IOException if the system reports an error
   */
  void close() throws IOException;
}
