package switchboard.server;

import switchboard.net.Connection;

/**
 * An application's code for one connection: plain blocking code.
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
   * Serves one connection. The server closes the connection when this method returns. Runs on a
   * thread of the server's {@link Strategy}, with {@link Call#current()} set. Except under {@link
   * Strategy#SEQUENTIAL}, several calls run at once.
   *
   * @param connection owned by the server. After this method has returned, the server flushes the
   *     connection's sink and closes the connection with a lingering close: it shuts down the
   *     output and discards input for up to a second, so that no reset destroys the last bytes.
   * @throws java.io.IOException to end the call with {@link CloseReason#ENDED}. The server flushes
   *     and closes as above, so a final message still reaches the peer.
   * @throws Exception to end the call with {@link CloseReason#FAILED}. The server logs the
   *     exception and resets the connection, so that the peer does not take the output for
   *     complete.
   */
  void handle(Connection connection) throws Exception;
}
