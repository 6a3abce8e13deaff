package switchboard.net.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.Address;

/**
 * A listening socket of an engine.
 *
 * @since 0.1.0
 */
public interface ListenerHandle extends Handle {

  /**
   * Accepts a connection. Blocks until a peer connects.
   *
   * @return the accepted stream, which the caller closes
   * @throws IOException if the accept fails, the handle is closed, a deadline passes or the thread
   *     is interrupted
   */
  StreamHandle accept() throws IOException;

  /**
   * Works like {@link #accept}, but returns null instead of blocking.
   *
   * @return the accepted stream, which the caller closes; null if no connection is waiting
   * @throws IOException if the accept fails or the handle is closed
   */
  @Nullable StreamHandle tryAccept() throws IOException;

  /**
   * {@return the address on which this socket listens; if it was opened with port 0, with the port
   * that the system has chosen}
   */
  Address local();
}
