package switchboard.server;

import switchboard.net.Connection;

/**
 * The code of an application that serves one connection. The code may block.
 *
 * <pre>{@code
 * ConnectionHandler clock =
 *     connection -> connection.sink().writeLine(java.time.Instant.now().toString());
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ConnectionHandler {

  /**
   * Serves one connection. The server closes the connection when this method returns. The {@link
   * Strategy} of the server determines the thread on which this method runs. On this thread {@link
   * Call#current()} returns the call for the connection. Several threads may run this method at the
   * same time, except under {@link Strategy#SEQUENTIAL}.
   *
   * @param connection the connection, which the server owns and closes. After this method has
   *     returned, the server flushes the connection's sink and closes the connection with a
   *     lingering close: it shuts down the output and discards input for up to a second. Without
   *     this delay, a reset could make the peer discard the last bytes before it reads them.
   * @throws java.io.IOException to end the call with {@link CloseReason#ENDED}. The server still
   *     flushes the sink and closes with a lingering close, so a final message reaches the peer.
   * @throws Exception to end the call with {@link CloseReason#FAILED}. The server logs the
   *     exception and resets the connection, so that the peer does not mistake the output for
   *     complete.
   */
  void handle(Connection connection) throws Exception;
}
