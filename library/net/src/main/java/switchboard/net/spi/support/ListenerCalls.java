package switchboard.net.spi.support;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import switchboard.net.ConnectionOptions;
import switchboard.net.spi.StreamHandle;
import switchboard.net.spi.SystemError;

/**
 * The system calls of one listening socket, for {@link ReadinessListener}. None blocks.
 *
 * @param <S> an accepted socket
 */
public interface ListenerCalls<S> {

  /** Accepts a connection; returns null if none is there. */
  @Nullable S tryAccept() throws IOException;

  /**
   * Whether an accept that failed like this has passed on an error of one peer, which is gone, so
   * that the next accept may succeed (accept(2), "Error handling").
   */
  boolean isOfOnePeer(SystemError acceptFailure);

  /** Sets the options for accepted connections, and returns the stream. */
  StreamHandle stream(S accepted) throws IOException;

  /** Whether {@link #stream} has failed because the peer has disconnected. */
  boolean hasDisconnected(S accepted, IOException failure) throws IOException;

  /** Closes a socket that did not become a stream. */
  void close(S accepted) throws IOException;

  /** The options of the listening socket. */
  ConnectionOptions options();
}
