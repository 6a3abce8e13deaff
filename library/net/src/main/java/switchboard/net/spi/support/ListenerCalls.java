package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/**
 * The system calls of one listening socket, for {@link ReadinessListener}. They do not block.
 *
 * @param <S> the engine's type of an accepted socket
 * @since 0.1.0
 */
public interface ListenerCalls<S> {

  /**
   * Accepts a connection if one is waiting.
   *
   * @return the accepted socket; null if no connection is waiting
   * @throws IOException if the accept fails or the listener is closed
   */
  @Nullable S tryAccept() throws IOException;

  /**
   * Returns whether a failed accept has reported an error of one peer, which has already
   * disconnected. If so, the listener still works, and the next accept may succeed (accept(2),
   * "Error handling").
   *
   * @param acceptFailure the exception that {@link #tryAccept} has thrown
   * @return whether to repeat the accept
   */
  boolean isOfOnePeer(SystemError acceptFailure);

  /**
   * Sets the options for accepted connections and returns the stream.
   *
   * @param accepted the socket; if this method succeeds, closing the stream closes it
   * @return the stream
   * @throws IOException if an option cannot be set
   */
  StreamHandle stream(S accepted) throws IOException;

  /**
   * Returns whether {@link #stream} has failed because the peer has disconnected.
   *
   * @param accepted the socket that was passed to {@link #stream}
   * @param failure the exception that {@link #stream} has thrown
   * @return false if the failure has another cause
   * @throws IOException if the state of the socket cannot be determined
   */
  boolean hasDisconnected(S accepted, IOException failure) throws IOException;

  /**
   * Closes a socket for which {@link #stream} has failed.
   *
   * @param accepted the socket
   * @throws IOException if the system reports an error
   */
  void close(S accepted) throws IOException;

  /** {@return access to the options of the listening socket} */
  ConnectionOptions options();
}
