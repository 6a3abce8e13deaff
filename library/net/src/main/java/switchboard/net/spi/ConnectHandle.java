package switchboard.net.spi;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connect that is in progress. {@link #close} abandons the connect. But after {@link #finish} or
 * {@link #tryFinish} has returned the stream, {@link #close} does nothing.
 *
 * @since 0.1.0
 */
public interface ConnectHandle extends Handle {

  /**
   * Blocks until the connection is established or has failed.
   *
   * @return the connected stream; closing it closes the socket
   * @throws SystemError if the connect fails, or this handle is closed
   * @throws IOException if a deadline passes or the thread is interrupted; this method may be
   *     called again afterwards
   */
  StreamHandle finish() throws IOException;

  /**
   * Works like {@link #finish}, but returns null instead of blocking.
   *
   * @return the connected stream; closing it closes the socket; null if the connect is still in
   *     progress
   * @throws IOException as a {@link SystemError} if the connect fails, or this handle is closed
   */
  @Nullable StreamHandle tryFinish() throws IOException;
}
